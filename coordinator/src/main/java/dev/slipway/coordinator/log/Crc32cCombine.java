package dev.slipway.coordinator.log;

/**
 * The CRC32C of two texts one after the other, from the CRC32C of each: a log's checksum grows with
 * it without the bytes being read again. Pure.
 *
 * <p>A CRC is the remainder of the text, taken as a polynomial over GF(2), so that the first text's
 * CRC has to be multiplied by x to the power of the bits that follow. The method is that of zlib's
 * {@code crc32_combine} (https://github.com/madler/zlib/blob/master/crc32.c), with the polynomial
 * of RFC 3720. It takes one multiplication per bit of the length's logarithm.
 */
final class Crc32cCombine {
  /** The polynomial, reflected: the highest bit is the coefficient of x^0. */
  private static final int POLYNOMIAL = 0x82f63b78;

  private static final int ONE = 1 << 31;

  /** x to the power of 2^n. */
  private static final int[] SQUARES = squares();

  private Crc32cCombine() {}

  /**
   * The CRC32C of the whole.
   *
   * @param first CRC32C of what comes first
   * @param second CRC32C of what comes after it
   * @param secondLength bytes of what comes after it, from 0
   */
  static int of(int first, int second, long secondLength) {
    return times(power(8, secondLength), first) ^ second;
  }

  /** x to the power of {@code factor * n}; the factor is a power of two. */
  private static int power(int factor, long n) {
    int power = ONE;
    int square = Integer.numberOfTrailingZeros(factor);
    for (long rest = n; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        power = times(SQUARES[square], power);
      }
      square++;
    }
    return power;
  }

  /** The product of two polynomials, modulo the polynomial. */
  private static int times(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
    }
    return product;
  }

  private static int[] squares() {
    // 2^63 bytes have 2^66 bits.
    var squares = new int[67];
    squares[0] = ONE >>> 1;
    for (int i = 1; i < squares.length; i++) {
      squares[i] = times(squares[i - 1], squares[i - 1]);
    }
    return squares;
  }
}

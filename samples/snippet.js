// Prints the first prime numbers: `slipway submit samples/snippet.js`.
const count = 10;
const primes = [];
for (let candidate = 2; primes.length < count; candidate++) {
  if (primes.every((prime) => candidate % prime !== 0)) {
    primes.push(candidate);
  }
}
console.log(primes.join(" "));

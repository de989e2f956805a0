package dev.slipway.runner.environment;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names that pass: programs, language, and how this machine reaches the network and its
 * registries.
 */
final class PassedNames {
  private static final Set<String> NAMES =
      Set.of(
          "PATH",
          "LANG",
          "LANGUAGE",
          "TZ",
          "USER",
          "LOGNAME",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY",
          "NODE_EXTRA_CA_CERTS",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "CURL_CA_BUNDLE",
          "GIT_SSL_CAINFO",
          "COREPACK_NPM_REGISTRY");

  /**
   * In lower case; npm and pnpm read them in any. Settings that point into a caller's project are
   * left out.
   */
  private static final Pattern PACKAGE_REGISTRY =
      Pattern.compile(
          "npm_config_(registry|@.+:registry|userconfig|globalconfig|ca|cafile|strict_ssl|proxy|http_proxy|https_proxy|noproxy)"
              + "|yarn_(registry|npm_registry_server|npm_always_auth|npm_auth_token|npm_auth_ident|http_proxy|https_proxy"
              + "|https_ca_file_path|enable_strict_ssl)");

  private PassedNames() {}

  static boolean contains(String name) {
    return NAMES.contains(name.toUpperCase(Locale.ROOT))
        || name.startsWith("LC_")
        || PACKAGE_REGISTRY.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }
}

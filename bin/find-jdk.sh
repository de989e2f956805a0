# POSIX sh, to be sourced. find_jdk [MIN] prints the home of a JDK >= MIN (default 25), or names on stderr what is
# missing and fails. It starts no JVM: a JDK tells its version in its `release` file.

# Prints the major version of the JDK in folder $1; nothing when there is no JDK (a JRE cannot build the jars).
jdk_version() {
  if [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release"
  fi
}

# Prints the home of the `java` on PATH, which is often a chain of symlinks.
jdk_on_path() {
  found=$(command -v java 2>/dev/null) || return 0
  found=$(readlink -f "$found" 2>/dev/null) || return 0
  printf '%s\n' "${found%/bin/java}"
}

find_jdk() {
  min=${1:-25}
  # A folder that was named on purpose is taken or refused; falling back to another would hide the mistake.
  if [ -n "${SLIPWAY_JAVA_HOME:-}" ]; then
    version=$(jdk_version "$SLIPWAY_JAVA_HOME")
    if [ "${version:-0}" -ge "$min" ]; then
      printf '%s\n' "$SLIPWAY_JAVA_HOME"
      return 0
    fi
    echo "slipway: SLIPWAY_JAVA_HOME=$SLIPWAY_JAVA_HOME holds ${version:+JDK }${version:-no JDK}; set it to the folder of a JDK >= $min" >&2
    return 1
  fi
  newest=0
  for home in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] || continue
    version=$(jdk_version "$home")
    if [ "${version:-0}" -ge "$min" ]; then
      printf '%s\n' "$home"
      return 0
    fi
    if [ "${version:-0}" -gt "$newest" ]; then newest=$version; fi
  done
  seen='none found'
  if [ "$newest" -gt 0 ]; then seen="newest found: $newest"; fi
  echo "slipway: needs a JDK >= $min ($seen); install one (https://adoptium.net) or set SLIPWAY_JAVA_HOME to its folder" >&2
  return 1
}

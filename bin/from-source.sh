# Bash, to be sourced by programs that are not shipped: bench/run, e2e/race, e2e/mutants. They set
#   program  the module whose jar runs
#   modules  the modules that it is made from, it among them
# and call `become_java OPTION… -- ARGUMENT…`: finds a JDK, builds the jar when it is missing or older than its sources, and
# hands over to Java.

say() { printf '%s: %s\n' "$program" "$*" >&2; }
die() { say "$*"; exit 1; }

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
. "$home/bin/find-jdk.sh"
version=$(sed -n '/<version>/{s:.*<version>\(.*\)</version>.*:\1:p;q;}' "$home/pom.xml")
jar=$home/$program/target/slipway-$program-$version.jar
mark=$home/target/$program-building

# True when the jar is missing, half written, or older than what it is made from. Folders count: removing a file changes its
# folder.
outdated() {
  [ ! -e "$mark" ] || return 0
  [ -f "$jar" ] || return 0
  local sources=("$home/pom.xml") module
  for module in "${modules[@]}"; do
    sources+=("$home/$module/pom.xml" "$home/$module/src/main")
  done
  [ -n "$(find "${sources[@]}" -newer "$jar" -print -quit)" ]
}

# While a mark is there a build was cut. The coordinator's jar is also that of bin/slipway and of the other programs, so their
# marks are set as well, unless they stand there already. The jar is dated to the begin: a source that is edited meanwhile is
# newer.
build() {
  local log=$home/target/$program-build.log others=() other
  say 'building the jars (first use or changed sources; about a minute) …'
  : >"$mark"
  for other in slipway bench race; do
    if [ ! -e "$home/target/$other-building" ]; then
      : >"$home/target/$other-building"
      others+=("$home/target/$other-building")
    fi
  done
  if ! (cd "$home" && JAVA_HOME=$jdk mvn -B -q -Dmaven.test.skip=true -pl "$(IFS=,; echo "${modules[*]}")" package) \
    >"$log" 2>&1 </dev/null; then
    grep -m 12 ERROR "$log" >&2 || tail -n 12 "$log" >&2
    die "the jars could not be built; the whole log is $log"
  fi
  touch -r "$mark" "$jar"
  rm -f "$mark" "${others[@]}"
}

ensure_jars() {
  outdated || return 0
  command -v mvn >/dev/null || die 'needs Maven >= 3.8 on PATH to build its jars (https://maven.apache.org/install.html)'
  mkdir -p "$home/target"
  # One build at a time; the lock is the one of bin/slipway.
  if command -v flock >/dev/null; then
    exec 9>"$home/target/slipway-build.lock"
    flock 9
    if outdated; then build 9>&-; fi
    exec 9>&-
  else
    build
  fi
}

become_java() {
  local options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  jdk=$(find_jdk 25) || exit 1
  ensure_jars
  exec "$jdk/bin/java" -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow "${options[@]}" -jar "$jar" "$@"
}

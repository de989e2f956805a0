# Bash, to be sourced by e2e/race and e2e/mutants: finds a JDK, and has the race's jars built when they are missing or
# older than their sources.

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() { say "$*"; exit 1; }

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
. "$home/bin/find-jdk.sh"
version=$(sed -n '/<version>/{s:.*<version>\(.*\)</version>.*:\1:p;q;}' "$home/pom.xml")
jar=$home/race/target/slipway-race-$version.jar
mark=$home/target/race-building
modules=(proto coordinator bench checker race)

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

# While a mark is there a build was cut. The coordinator's jar is also that of bin/slipway and bench/run, so their marks are set
# as well, unless they stand there already. The jar is dated to the begin: a source that is edited meanwhile is newer.
build() {
  local log=$home/target/race-build.log others=() other
  say 'building the jars (first use or changed sources; about a minute) …'
  : >"$mark"
  for other in slipway-building bench-building; do
    if [ ! -e "$home/target/$other" ]; then
      : >"$home/target/$other"
      others+=("$home/target/$other")
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

# become COMMAND ARGUMENT…: hands over to Java.
become() {
  jdk=$(find_jdk 25) || exit 1
  ensure_jars
  export SLIPWAY_RACE_DIR="${SLIPWAY_RACE_DIR:-$home/race/target}"
  exec "$jdk/bin/java" -XX:+UseSerialGC -Xmx2g --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
    -Dlogback.configurationFile=logback-quiet.xml -jar "$jar" "$@"
}

# Common to the scripts in this folder, which source it.

bench="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# Builds modules of bench, and what they need, unless no source of bench or the product is newer than their last build:
# some of them run the product's classes themselves, and would measure those of before.
build_bench() {
  local module projects="" stale=""
  for module in "$@"; do
    projects+="${projects:+,}bench/$module"
    is_built "$module" || stale=yes
  done
  [[ -n "$stale" ]] || return 0
  echo "bench: building; some minutes more where Maven must first download the peers ..." >&2
  local log="$bench/driver/target/launcher.log"
  mkdir -p "$bench/driver/target"
  # The time that counts is the one before the build: what is edited meanwhile is built next time.
  touch "$bench/driver/target/launcher.started"
  (cd "$bench/.." && mvn --batch-mode --no-transfer-progress -Pbench -Dmaven.test.skip=true \
    --projects "$projects" --also-make package) </dev/null >"$log" 2>&1 || {
    cat "$log" >&2
    echo "bench: the build failed; Maven's words are above and in $log" >&2
    exit 1
  }
  for module in "$@"; do
    touch -r "$bench/driver/target/launcher.started" "$bench/$module/target/launcher.stamp"
  done
}

is_built() {
  local stamp="$bench/$1/target/launcher.stamp" sources=("$bench/../pom.xml") module entry
  while read -r module; do
    for entry in "$bench/../$module/pom.xml" "$bench/../$module/src/main"; do
      if [[ -e "$entry" ]]; then sources+=("$entry"); fi
    done
  done < <(sed -n 's:.*<module>\(.*\)</module>.*:\1:p' "$bench/../pom.xml")
  [[ -f "$stamp" && -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]]
}

class_path() {
  echo "$bench/$1/target/classes:$(<"$bench/$1/target/classpath")"
}

# Physical cores, but no more than this process may use.
cores() {
  local usable physical
  usable="$(nproc)"
  physical="$(lscpu -p=CORE,SOCKET 2>/dev/null | grep -v '^#' | sort -u | wc -l || true)"
  echo $((physical > 0 && physical < usable ? physical : usable))
}

# shellcheck shell=bash
# Sourced by ./sluice: the doctor command.

row() { printf '%-9s %-11s %s\n' "$@"; }

# A row for what is needed; counts it when it is missing.
needed() { # ok|missing NAME TEXT
  row "$@"
  if [[ $1 == missing ]]; then MISSING=$((MISSING + 1)); fi
}

doctor_tools() {
  if find_jdk; then
    needed ok JDK "$(jdk_version "$JAVA_HOME") in $JAVA_HOME"
  else
    needed missing JDK "get $JDK_MINIMUM or newer: apt-get install temurin-25-jdk | brew install --cask temurin@25 | sdk install java 25-tem"
  fi
  if find_maven; then
    needed ok Maven "$MAVEN"
  elif command -v mvn >/dev/null; then
    needed ok Maven "too old on the PATH: the first build fetches $MAVEN_FETCHED into $CACHE"
  else
    needed missing Maven "apt-get install maven | brew install maven | sdk install maven"
  fi
}

doctor_system() {
  local system
  system="$(uname -s) $(uname -m)"
  case $system in
    'Linux x86_64' | 'Linux aarch64' | 'Linux arm64' | 'Darwin arm64') needed ok system "$system" ;;
    *) needed missing system "no PostgreSQL comes along for $system: use ./sluice up --database URL" ;;
  esac
  if ((EUID)); then
    needed ok PostgreSQL "starts as $(id -un)"
  elif unshare -U true 2>/dev/null; then
    needed ok PostgreSQL "starts although this is root, by unshare -U"
  else
    needed missing PostgreSQL "does not run as root, and unshare -U is forbidden: be another user, or use ./sluice up --database URL"
  fi
  if [[ -z $(locale 2>&1 >/dev/null) ]]; then
    needed ok locale "${LC_ALL:-${LANG:-C}}"
  else
    needed missing locale "${LC_ALL:-${LANG:-}} is not installed, and initdb refuses it: export LC_ALL=C.UTF-8"
  fi
}

doctor_space() {
  local free_mib
  mkdir -p "$CACHE"
  free_mib=$(df -Pk "$CACHE" | awk 'NR == 2 { printf "%d", $4 / 1024 }')
  if ((free_mib >= 1024)); then
    needed ok disk "$free_mib MiB free in $CACHE"
  else
    needed missing disk "$free_mib MiB free in $CACHE: 1024 are needed, or set XDG_CACHE_HOME to a roomier folder"
  fi
  if (exec 3<>/dev/tcp/127.0.0.1/8080) 2>/dev/null; then
    needed missing 'port 8080' "is in use: end what uses it, or ./sluice up --port 0"
  else
    needed ok 'port 8080' "is free"
  fi
}

doctor_optional() { # PROGRAM WHAT-FOR
  if command -v "$1" >/dev/null; then row ok "$1" "$(command -v "$1")"; else row optional "$1" "is not here: $2"; fi
}

command_doctor() {
  (($# == 0)) || die_unknown "argument of ./sluice doctor" "$1"
  MISSING=0
  doctor_tools
  doctor_system
  doctor_space
  doctor_optional shellcheck "./sluice test does without, CI does not"
  doctor_optional npm "the first build, ./sluice conformance and ./sluice test need it"
  doctor_optional docker "only SAM local needs it"
  ((MISSING == 0))
}

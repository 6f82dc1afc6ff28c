# shellcheck shell=bash
# Sourced by ./sluice: the test command, and the figures it closes with.

reports() { find "$ROOT" -path '*/target/*-reports/TEST-*.xml' "$@"; }

# Failures, errors and skipped ones are no passes. $1 and $2: passed and failed before Maven.
print_summary() {
  { reports -exec grep -h '^<testsuite ' {} + || true; } | awk -v passed="$1" -v failed="$2" '
    function of(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
    { run += of("tests"); failures += of("failures"); errors += of("errors"); skipped += of("skipped") }
    END {
      if (run + 0 == 0) print "[ERROR] No test ran: that is a failure."
      printf "[INFO] Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n", run + passed + failed, failures + failed, errors, skipped
      printf "%d passed, %d failed\n", run - failures - errors - skipped + passed, failures + errors + failed
      exit run + 0 == 0
    }'
}

# Maven's own summary of the reactor, in minutes.
print_minutes() {
  awk '
    /Reactor Summary/ { on = 1; print "minutes  module" }
    on && match($0, /(SUCCESS|FAILURE) \[ *[0-9:.]+ (s|min|h)\]$/) {
      split(substr($0, RSTART), word, /[][ ]+/)
      minutes = word[2]
      if (word[3] == "s") minutes /= 60
      else { split(word[2], part, ":"); minutes = part[1] + part[2] / 60; if (word[3] == "h") minutes *= 60 }
      name = substr($0, 8, RSTART - 8); sub(/[ .]*$/, "", name)
      printf "%7.2f  %s%s\n", minutes, name, (word[1] == "SUCCESS" ? "" : "  FAILED")
    }' "$LOG"
}

install_shellcheck() {
  if command -v shellcheck >/dev/null || ! command -v apt-get >/dev/null || ((EUID)); then return 0; fi
  say "Installing shellcheck with apt-get."
  { apt-get update -qq && apt-get install -y -qq shellcheck; } >/dev/null 2>&1 || say "apt-get could not install shellcheck."
}

command_test() {
  local goal='verify' status=0 passed=0 failed=0
  local -a at_once=(-T1)
  (($# < 2)) || die_unknown "argument of ./sluice test" "$2"
  case ${1:-all} in
    all) ;;
    unit) goal='test' at_once=(-T2) ;; # what starts servers wants the machine for itself
    *) die_unknown "argument of ./sluice test" "$1" unit all ;;
  esac
  need_jdk
  lock
  if [[ $goal == verify ]]; then
    install_shellcheck
    logged note_test "$ROOT/.ci/front-door-test" || status=$?
    read -r passed _ failed _ <<<"$(tail -n 1 "$LOG")"
    if [[ $status != 0 && $failed != [1-9]* ]]; then passed=0 failed=1; fi # it broke off
  fi
  need_maven
  reports -delete
  DOING=''
  maven note_test -ntp -fae "${at_once[@]}" "$goal" || {
    status=$?
    printf '[ERROR] Maven failed; the whole log is %s\n' "$LOG"
  }
  print_minutes
  print_summary "$passed" "$failed" || status=1
  return "$status"
}

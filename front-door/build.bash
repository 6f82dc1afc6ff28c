# shellcheck shell=bash
# Sourced by ./sluice: runs Maven, shows how far it is, ends it with us, and builds what is stale.

WORK=$ROOT/target/sluice
LOG=$WORK/build.log # of the last run of Maven
LOCK=$WORK/lock     # a symbolic link whose target is the number of the process that builds
CHILD=''            # the process that logged started, while it runs
TEMPORARY=''        # a folder to delete at the end
DOING=''            # what the progress line says; empty: there is none
DOWNLOADS=0

inside() { # FOLDER COMMAND...
  cd "$1"
  shift
  exec "$@"
}

# Runs a command with its output in LOG and calls $1 with each line of it. The command has a process
# group of its own, so that stop_child reaches whatever it starts.
logged() {
  local handler=$1 line part='' started=$SECONDS status=0
  shift
  mkdir -p "$WORK"
  : >"$LOG"
  set -m
  "$@" >"$LOG" 2>&1 </dev/null &
  CHILD=$!
  set +m
  exec 3<"$LOG"
  while kill -0 "$CHILD" 2>/dev/null; do
    follow "$handler"
    show_progress $((SECONDS - started))
    sleep 0.1
  done
  follow "$handler"
  exec 3<&-
  wait "$CHILD" || status=$?
  CHILD=''
  if [[ -t 2 && -n $DOING ]]; then printf '\r\033[K' >&2; fi
  return "$status"
}

# Hands on what LOG has got since the last time; half a line waits in part.
follow() {
  while IFS= read -r -u 3 line; do
    "$1" "$part$line"
    part=''
  done
  part=$part$line
}

show_progress() { # SECONDS
  [[ -t 2 && -n $DOING ]] || return 0
  local turn='|/-+' more=''
  if ((DOWNLOADS > 0)); then more=", $DOWNLOADS files fetched"; fi
  printf '\r\033[K%s %s%s, %s s' "${turn:$1 % 4:1}" "$DOING" "$more" "$1" >&2
}

# A line of Maven's while it builds: keeps in DOING which module it is at.
note_build() {
  local module='Building (Sluice.*) [^ ]+ +\[([0-9]+)/([0-9]+)\]'
  if [[ $1 =~ $module ]]; then
    DOING="Building ${BASH_REMATCH[1]} (${BASH_REMATCH[2]} of ${BASH_REMATCH[3]})"
    if [[ ! -t 2 ]]; then say "$DOING"; fi
  elif [[ $1 == *Downloaded\ from* ]]; then
    DOWNLOADS=$((DOWNLOADS + 1))
  fi
}

# A line of Maven's while it tests: all but its punctuation.
note_test() {
  case $1 in
    '[INFO] ---'* | '[INFO] ' | '[INFO]' | '[INFO]   from '* | '[INFO] Rule '*' passed') ;;
    '[INFO] skip non existing '* | '[INFO] Spotless.Java is keeping '* | '[INFO] Nothing to compile '*) ;;
    *) printf '%s\n' "$1" ;;
  esac
}

show_failure() {
  say "sluice: $DOING failed:"
  grep -e '^\[ERROR\]' -e '^\[WARNING\] .*[.]java:' "$LOG" | head -n 40 >&2 || true
  say "the end of $LOG:"
  tail -n 15 "$LOG" >&2
  exit 1
}

# Maven, with the project, in the manner of a machine.
maven() { logged "$1" "$MAVEN" -B -Dstyle.color=never -f "$ROOT/pom.xml" "${@:2}"; }

# Asks the child's whole group to end, and waits for it; after 20 s it is not asked.
stop_child() {
  local tenths=0
  kill -TERM -- "-$CHILD" 2>/dev/null || return 0
  while kill -0 -- "-$CHILD" 2>/dev/null; do
    if ((tenths++ == 200)); then kill -KILL -- "-$CHILD" 2>/dev/null || true; fi
    if ((tenths > 210)); then break; fi
    sleep 0.1
  done
}

leave() {
  trap '' INT TERM HUP
  if [[ -n $CHILD ]]; then
    if [[ -t 2 && -n $DOING ]]; then say; fi
    stop_child
  fi
  if [[ -n $TEMPORARY ]]; then rm -rf "$TEMPORARY"; fi
  unlock
}

# One Maven at a time in one working copy: a second ./sluice waits.
lock() {
  local owner waiting=''
  mkdir -p "$WORK"
  until ln -s "$$" "$LOCK" 2>/dev/null; do
    owner=$(readlink "$LOCK" || true)
    if [[ -n $owner ]] && ! kill -0 "$owner" 2>/dev/null; then
      rm -f "$LOCK"
    else
      [[ -n $waiting ]] || say "Another ./sluice is building here (process $owner); waiting for it."
      waiting=yes
      sleep 0.5
    fi
  done
}

unlock() { if [[ $(readlink "$LOCK") == "$$" ]]; then rm -f "$LOCK"; fi; }

# Whether module $1 was not built since its sources, or any it may use, were last changed.
stale() {
  local stamp=$ROOT/$1/target/sluice.stamp source sources
  [[ -f $stamp ]] || return 0
  sources=("$ROOT/pom.xml")
  for source in "$ROOT"/{catalog,{functions/*,sam-local/*,"$1"}/{pom.xml,src/main,src/assembly}}; do
    if [[ -e $source ]]; then sources+=("$source"); fi
  done
  [[ -n $(find "${sources[@]}" -newer "$stamp") ]]
}

# Builds module $1 and those it uses, when stale. Tests and format are the business of ./sluice test.
build() {
  local target=$ROOT/$1/target began=$SECONDS
  stale "$1" || return 0
  lock
  if stale "$1"; then
    need_maven
    mkdir -p "$target"
    : >"$target/sluice.building" # older than any change made while Maven works
    rm -rf "${target:?}"/{lib,sluice.stamp} "$target/${1##*/}"-*.jar
    DOING="Building Sluice" DOWNLOADS=0
    if [[ ! -t 2 ]]; then say "$DOING; the log is $LOG"; fi
    maven note_build -pl "$1" -am -Dmaven.test.skip=true -Dspotless.check.skip=true package || show_failure
    mv "$target/sluice.building" "$target/sluice.stamp"
    say "Built in $((SECONDS - began)) s."
  fi
  unlock
}

# shellcheck shell=bash
# Sourced by ./sluice: finds a JDK and a Maven, or gets or asks for them.

JDK_MINIMUM=25
MAVEN_FETCHED=3.9.12
MAVEN='' # the one to run

# The major version of the JDK in folder $1, read from its release file; nothing if it is not one.
jdk_version() {
  if [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]]; then
    sed -n 's/^JAVA_VERSION="*\([0-9]*\).*/\1/p' "$1/release"
  fi
}

# JDKs that someone chose: the first that is new enough is taken.
chosen_jdks() {
  local java
  printf '%s\n' "${JAVA_HOME:-}"
  java=$(command -v java) || return 0
  java=$(readlink -f "$java" 2>/dev/null) || return 0
  printf '%s\n' "${java%/bin/java}"
}

# JDKs that are merely there: the oldest that is new enough is taken.
installed_jdks() {
  printf '%s\n' /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
  if [[ -x /usr/libexec/java_home ]]; then /usr/libexec/java_home -v "$JDK_MINIMUM" 2>/dev/null || true; fi
}

# Sets and exports JAVA_HOME, or returns 1.
find_jdk() {
  local folder version folders found='' lowest=''
  folders=$(chosen_jdks)
  while IFS= read -r folder; do
    version=$(jdk_version "$folder")
    if ((${version:-0} >= JDK_MINIMUM)); then
      export JAVA_HOME=$folder
      return 0
    fi
  done <<<"$folders"
  folders=$(installed_jdks)
  while IFS= read -r folder; do
    version=$(jdk_version "$folder")
    if ((${version:-0} >= JDK_MINIMUM && ${version:-0} < ${lowest:-9999})); then
      found=$folder lowest=$version
    fi
  done <<<"$folders"
  [[ -n $found ]] || return 1
  export JAVA_HOME=$found
}

need_jdk() {
  find_jdk || die 2 "no JDK $JDK_MINIMUM or newer in JAVA_HOME, on the PATH or in the usual folders." \
    "Get one: apt-get install temurin-25-jdk | brew install --cask temurin@25 | sdk install java 25-tem"
}

# The version of the Maven at $1, as "MAJOR MINOR", with colours of old ones taken off.
maven_version() { "$1" --version 2>/dev/null | sed -n 's/^[^A]*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' || true; }

# Sets MAVEN to one that is new enough, or returns 1.
find_maven() {
  local on_path major=0 minor=0
  if on_path=$(command -v mvn); then
    read -r major minor <<<"$(maven_version "$on_path")"
    if ((${major:-0} > 3 || (${major:-0} == 3 && ${minor:-0} >= 9))); then
      MAVEN=$on_path
      return 0
    fi
  fi
  MAVEN=$CACHE/apache-maven-$MAVEN_FETCHED/bin/mvn
  [[ -x $MAVEN ]]
}

# An older Maven can fetch a newer one as an artifact, from wherever it is set up to get artifacts.
need_maven() {
  if find_maven; then return 0; fi
  command -v mvn >/dev/null || die 2 "no Maven on the PATH; any version from 3.6.3 will do." \
    "Get one: apt-get install maven | brew install maven | sdk install maven"
  mkdir -p "$CACHE"
  TEMPORARY=$(mktemp -d "$CACHE/fetch.XXXXXX")
  DOING="Fetching Maven $MAVEN_FETCHED"
  if [[ ! -t 2 ]]; then say "$DOING"; fi
  logged note_build inside "$TEMPORARY" mvn -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    "-Dartifact=org.apache.maven:apache-maven:$MAVEN_FETCHED:tar.gz:bin" "-DoutputDirectory=$TEMPORARY" || show_failure
  chmod +x "$TEMPORARY/apache-maven-$MAVEN_FETCHED/bin/mvn"
  rm -rf "$CACHE/apache-maven-$MAVEN_FETCHED"
  mv "$TEMPORARY/apache-maven-$MAVEN_FETCHED" "$CACHE/"
  rm -rf "$TEMPORARY"
}

# Builds what is measured; to be sourced. TOP is the project's folder.

JDK=$("$TOP/filstore" jdk)
JAVA=$JDK/bin/java
FILSTORE=$TOP/filstore

# The programs of this folder. Those that need more than the library name the module, whose own libraries come along.
build_benchmarks() { # [module]
  local goals=(compile)
  CLASSPATH_HERE=$TOP/benchmarks/target/classes:$TOP/common-lib/target/classes
  if [ $# -ge 1 ]; then
    goals+=(dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime)
  fi
  mkdir -p "$TOP/.cache"
  (cd "$TOP" && JAVA_HOME=$JDK mvn -q -B -ntp -Pbenchmarks -pl benchmarks -am "${goals[@]}") >"$TOP/.cache/benchmarks.log" 2>&1 ||
    { cat "$TOP/.cache/benchmarks.log" >&2; exit 1; }
  [ $# -eq 0 ] || CLASSPATH_HERE=$TOP/benchmarks/target/classes:$(cat "$TOP/benchmarks/target/classpath")
}

# A program of this folder in a JVM with the options that ./filstore gives to its own.
program() { # class arguments...
  printf '%s' "$JAVA -XX:+UseSerialGC --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dsun.jnu.encoding=UTF-8" \
    " -cp $CLASSPATH_HERE io.filstore.benchmarks.$1"
  shift
  printf ' %s' "$@"
}

# A file of random bytes, made once for each size and read once so that it lies in the page cache.
random_file() { # MiB
  local file=$WORK/random-$1.bin
  [ "$(stat -c %s "$file" 2>/dev/null)" = $(($1 * 1048576)) ] || head -c $(($1 * 1048576)) /dev/urandom >"$file"
  cat "$file" >/dev/null
  printf '%s' "$file"
}

# WORK is a folder that is removed afterwards, unless the caller names one.
work_folder() { # [folder]
  if [ $# -ge 1 ]; then WORK=$1; mkdir -p "$WORK"
  else WORK=$(mktemp -d); trap 'rm -rf "$WORK"' EXIT
  fi
}

machine() {
  local features
  features=$(grep -m 1 '^flags' /proc/cpuinfo 2>/dev/null | tr ' ' '\n' | grep -xE 'avx2|avx512f|sha_ni' | sort -u | tr '\n' ' ')
  printf 'machine: %s cores, %s\n' "$(nproc)" "${features:-features unknown}"
}

rounds() { python3 "$TOP/benchmarks/rounds.py" "$@"; }

# What an output has to hold for rounds.py to compare.
PIECE_V1='\bbaga6ea4seaq[a-z2-7]{52}\b'
ROOT='(?m)(?:^|"payload_cid": ?")(bafy[a-z2-7]{55})\b'

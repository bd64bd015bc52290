#!/usr/bin/env bash
# Compiles the shim: build.sh OUT.so
# LIBTORCH_HOME names a libtorch with include/ and lib/ (a PyTorch installation's torch folder is one); without it, the
# system's libtorch is used. Does nothing when OUT.so was made from the same shim, flags and libtorch.
set -euo pipefail

out=${1:?usage: build.sh OUT.so}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/shim.cpp
compiler=${CXX:-g++}

include=${LIBTORCH_HOME:-/usr}/include
version_header=$include/torch/csrc/api/include/torch/version.h
if [[ ! -f $version_header ]]; then
  echo "build.sh: no libtorch headers under $include (install libtorch-dev, or set LIBTORCH_HOME)" >&2
  exit 1
fi
if ! command -v "$compiler" > /dev/null; then
  echo "build.sh: no C++ compiler '$compiler' (install g++, or set CXX)" >&2
  exit 1
fi

flags=(-std=c++20 -O2 -fPIC -shared -fvisibility=hidden -Wall -Wextra -Wno-deprecated-declarations)
flags+=(-isystem "$include/torch/csrc/api/include")
libraries=(-Wl,--no-as-needed -ltorch -ltorch_cpu -lc10)
if [[ -n ${LIBTORCH_HOME:-} ]]; then
  lib=$(cd "$LIBTORCH_HOME/lib" && pwd)
  flags+=(-isystem "$include" -L "$lib" "-Wl,-rpath,$lib")
  # Wheels were long built with the old string ABI; the library itself says which.
  grep -q __cxx11 "$lib/libc10.so" && flags+=(-D_GLIBCXX_USE_CXX11_ABI=1) || flags+=(-D_GLIBCXX_USE_CXX11_ABI=0)
  [[ -e $lib/libtorch_cuda.so ]] && libraries+=(-ltorch_cuda -lc10_cuda)
fi

key=$({ sha256sum < "$source"; grep TORCH_VERSION "$version_header"; echo "$compiler ${flags[*]} ${libraries[*]}"; } | sha256sum)
if [[ -f $out && -f $out.key && $(< "$out.key") == "$key" ]]; then
  exit 0
fi

mkdir -p "$(dirname "$out")"
"$compiler" "${flags[@]}" "$source" -o "$out.new" "${libraries[@]}"
mv "$out.new" "$out"
echo "$key" > "$out.key"

# Makes the compiler in the folder "compiler" ready; for the scripts that build with it, which source this.

# The archive has no links and no permissions.
chmod +x "$compiler/clang" "$compiler/lld"
ln -sf lld "$compiler/ld.lld"
for library in libLLVM.so libclang-cpp.so; do
  ln -sf "$library" "$compiler/$library.20.1"
done
export LD_LIBRARY_PATH="$compiler"

# Windows programs from Linux. The -posix flavour, because the -win32 one has no std::thread; linked statically, so that
# an .exe needs no DLL of the compiler beside it.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)

set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
set(CMAKE_SHARED_LINKER_FLAGS_INIT -static)
set(CMAKE_MODULE_LINKER_FLAGS_INIT -static)

# Libraries, headers and packages come from the target's roots only; programs come from the host.
set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32 ${CMAKE_PREFIX_PATH})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# Debian keeps the loader of 64-bit programs beside its server and off the PATH; /usr/bin/wine wants 32 bits as well.
find_program(WBEMCHECK_WINE wine64 PATHS /usr/lib/wine)
if(WBEMCHECK_WINE)
    set(CMAKE_CROSSCOMPILING_EMULATOR ${WBEMCHECK_WINE})
endif()

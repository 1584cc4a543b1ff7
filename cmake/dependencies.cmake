# What the project stands on. Packages come from the system (Debian), from vcpkg.json (MSVC) or from the prefix that
# cmake/cross_dependencies.sh builds (mingw-w64). There is no download at configure time: an embedded copy could not be
# part of our export set, so an installed wbemcheck would not find it again. cmake/wbemcheckConfig.cmake.in names
# those that a consumer links as well.
find_package(Threads REQUIRED)
find_package(fmt 9 CONFIG REQUIRED)
find_package(nlohmann_json 3.11 CONFIG REQUIRED)
find_package(pugixml 1.13 CONFIG REQUIRED)
find_package(CLI11 2.1 CONFIG REQUIRED)
find_package(pegtl 3.2 CONFIG REQUIRED)
# Header-only everywhere: its package in Debian is a shared library, which nothing here needs.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
if(WBEMCHECK_BUILD_TESTS)
    find_package(GTest 1.12 CONFIG REQUIRED)
endif()

# How every target of the project is made: one function per kind of target. C++20 without extensions, the project's
# folder as include root, warnings that a consumer does not inherit.
include(GNUInstallDirs)

option(WBEMCHECK_WERROR "Warnings are errors" OFF)
# For builds that nobody waits for twice: a third less to compile. Off elsewhere, because a file that forgets an include of
# the standard library would never be found out.
option(WBEMCHECK_PRECOMPILED_HEADERS "Compile the headers of the standard library, fmt and GoogleTest once" OFF)

# A second build of the same source costs almost nothing. Somebody's own launcher is left alone.
if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(WBEMCHECK_CCACHE ccache)
    if(WBEMCHECK_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER ${WBEMCHECK_CCACHE})
        if(WBEMCHECK_PRECOMPILED_HEADERS)
            # ccache keeps what was compiled with a precompiled header only where it is told that a change of a macro, and
            # of a time, is seen in that header's own hash.
            list(PREPEND CMAKE_CXX_COMPILER_LAUNCHER
                ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros)
        endif()
    endif()
endif()

# Linked privately and for the build alone: no consumer ever sees our warning flags.
add_library(wbemcheck_warnings INTERFACE)
if(MSVC)
    target_compile_options(wbemcheck_warnings INTERFACE
        /W4 /permissive- /utf-8 /Zc:__cplusplus /bigobj $<$<BOOL:${WBEMCHECK_WERROR}>:/WX>)
else()
    target_compile_options(wbemcheck_warnings INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
        $<$<BOOL:${WBEMCHECK_WERROR}>:-Werror>)
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # TRANSITION(GCC 12): reports members of std::variant alternatives that are not the held one (optimised builds).
        target_compile_options(wbemcheck_warnings INTERFACE -Wno-maybe-uninitialized)
    endif()
endif()

# wbemcheck_set_up_target(<target>): what all of our targets have, for those that no function below makes.
function(wbemcheck_set_up_target target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:wbemcheck_warnings>)
endfunction()

# _wbemcheck_precompile(<target> <kind> LIBRARIES ... HEADERS ...): precompiled headers that all targets of a kind share;
# these have the same flags.
function(_wbemcheck_precompile target kind)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "LIBRARIES;HEADERS")
    if(NOT WBEMCHECK_PRECOMPILED_HEADERS)
        return()
    endif()
    set(headers wbemcheck_headers_of_${kind})
    if(NOT TARGET ${headers})
        set(source ${PROJECT_BINARY_DIR}/generated/${headers}.cpp)
        file(CONFIGURE OUTPUT ${source} CONTENT "")
        add_library(${headers} OBJECT ${source})
        wbemcheck_set_up_target(${headers})
        get_target_property(options ${target} COMPILE_OPTIONS)
        if(options)
            target_compile_options(${headers} PRIVATE ${options})
        endif()
        target_link_libraries(${headers} PRIVATE ${arg_LIBRARIES} Threads::Threads)
        target_precompile_headers(${headers} PRIVATE ${arg_HEADERS})
        if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
            target_compile_options(${headers} PRIVATE -fpch-preprocess)  # for ccache
        endif()
    endif()
    get_target_property(type ${target} TYPE)
    if(type STREQUAL STATIC_LIBRARY)
        # Some of the libraries are linked into modules.
        set_target_properties(${target} ${headers} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
    target_precompile_headers(${target} REUSE_FROM ${headers})
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        target_compile_options(${target} PRIVATE -fpch-preprocess)
    endif()
endfunction()

# wbemcheck_add_library(<name> SOURCES ... [HEADERS ...] [POSIX_SOURCES ...] [WIN32_SOURCES ...] [DEPENDS ...]
#                       [BUILD_DEPENDS ...])
#
# The static library wbemcheck_<name> with the alias wbemcheck::<name>. HEADERS are installed under their project
# path; DEPENDS are public; BUILD_DEPENDS are header-only libraries that no header of ours shows: who uses an installed
# wbemcheck does not need them.
function(wbemcheck_add_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" ""
        "SOURCES;HEADERS;POSIX_SOURCES;WIN32_SOURCES;DEPENDS;BUILD_DEPENDS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "wbemcheck_add_library(${name}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
    endif()

    set(target wbemcheck_${name})
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(wbemcheck::${name} ALIAS ${target})
    if(WIN32)
        target_sources(${target} PRIVATE ${arg_WIN32_SOURCES})
    else()
        target_sources(${target} PRIVATE ${arg_POSIX_SOURCES})
    endif()
    target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${arg_HEADERS})
    wbemcheck_set_up_target(${target})
    target_link_libraries(${target} PUBLIC ${arg_DEPENDS} Threads::Threads)
    foreach(library IN LISTS arg_BUILD_DEPENDS)
        target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:${library}>)
    endforeach()
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
    _wbemcheck_precompile(${target} libraries
        LIBRARIES fmt::fmt
        HEADERS
            <algorithm> <chrono> <condition_variable> <filesystem> <functional> <map> <memory> <mutex> <optional> <set>
            <string> <thread> <utility> <vector> <fmt/format.h>)

    if(WBEMCHECK_INSTALL)
        install(TARGETS ${target} EXPORT wbemcheck_targets
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
            FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/wbemcheck)
    endif()
endfunction()

# _wbemcheck_add_executable(<name> SOURCES ... [POSIX_SOURCES ...] [WIN32_SOURCES ...] [DEPENDS ...])
function(_wbemcheck_add_executable name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;POSIX_SOURCES;WIN32_SOURCES;DEPENDS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "executable ${name}: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
    endif()

    add_executable(${name} ${arg_SOURCES})
    if(WIN32)
        target_sources(${name} PRIVATE ${arg_WIN32_SOURCES})
    else()
        target_sources(${name} PRIVATE ${arg_POSIX_SOURCES})
    endif()
    wbemcheck_set_up_target(${name})
    target_link_libraries(${name} PRIVATE ${arg_DEPENDS} Threads::Threads)
endfunction()

# wbemcheck_add_program(<name> SOURCES ... [POSIX_SOURCES ...] [WIN32_SOURCES ...] [DEPENDS ...])
#
# An executable that ends in the root of the build folder (build/<preset>/<name>) and is installed.
function(wbemcheck_add_program name)
    _wbemcheck_add_executable(${name} ${ARGN})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
    if(WBEMCHECK_INSTALL)
        install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
endfunction()

# wbemcheck_add_test_program(<name> SOURCES ... [POSIX_SOURCES ...] [WIN32_SOURCES ...] [DEPENDS ...])
#
# A program that tests start and that is no test itself.
function(wbemcheck_add_test_program name)
    _wbemcheck_add_executable(${name} ${ARGN})
endfunction()

# wbemcheck_add_unit_test(<name> SOURCES ... [POSIX_SOURCES ...] [WIN32_SOURCES ...] [DEPENDS ...])
#
# The GoogleTest executable unit_<name> with GoogleMock's main. One ctest entry per binary, because every process start
# under Wine costs; CMAKE_CROSSCOMPILING_EMULATOR runs it there.
function(wbemcheck_add_unit_test name)
    set(target ${name})
    if(NOT target MATCHES "^unit_")
        string(PREPEND target unit_)
    endif()
    _wbemcheck_add_executable(${target} ${ARGN})
    target_link_libraries(${target} PRIVATE GTest::gmock GTest::gtest GTest::gmock_main)
    if(NOT MSVC)
        # Compiling the tests is most of a build, and optimising them half of that; what they test stays as it is.
        target_compile_options(${target} PRIVATE -O0)
    endif()
    _wbemcheck_precompile(${target} unit_tests
        LIBRARIES GTest::gmock
        HEADERS
            <algorithm> <chrono> <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <string> <thread>
            <utility> <vector> <gmock/gmock.h>)
    add_test(NAME ${target} COMMAND ${target})
    set_tests_properties(${target} PROPERTIES TIMEOUT 300 LABELS unit)
endfunction()

# Runs the tests (*.test.mjs), or one SCRIPT, beside the packages that they import. These lie in FOLDER, in the build, and so
# do copies of the sources: node looks for packages next to a file and in the folders above it, nowhere else.
file(GLOB old ${FOLDER}/*.mjs)
file(GLOB sources ${SOURCES}/*.mjs)
if(old)
    file(REMOVE ${old})
endif()
file(COPY ${sources} DESTINATION ${FOLDER})

# Fetched once, and again when the lock file changes: a second run needs no network.
file(SHA256 ${SOURCES}/package-lock.json wanted)
set(stamp ${FOLDER}/node_modules/installed.sha256)
set(installed)
if(EXISTS ${stamp})
    file(READ ${stamp} installed)
endif()
if(NOT installed STREQUAL wanted)
    file(COPY ${SOURCES}/package.json ${SOURCES}/package-lock.json DESTINATION ${FOLDER})
    execute_process(
        COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund
        WORKING_DIRECTORY ${FOLDER}
        RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "npm could not install what ${SOURCES}/package-lock.json names")
    endif()
    file(WRITE ${stamp} ${wanted})
endif()

set(ENV{WBEMCHECK_PROGRAM} ${PROGRAM})
set(ENV{WBEMCHECK_CHROMIUM} ${CHROMIUM})
if(SCRIPT)
    set(arguments ${SCRIPT} ${PICTURES})
else()
    file(GLOB tests RELATIVE ${FOLDER} ${FOLDER}/*.test.mjs)
    set(arguments --test --test-reporter=spec ${tests})
endif()
execute_process(
    COMMAND ${NODE} ${arguments}
    WORKING_DIRECTORY ${FOLDER}
    RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "node ${arguments} ended with ${result}")
endif()

# The programs of a consumer project, and that they run. Included by both projects.
enable_testing()

add_executable(consumer ${CMAKE_CURRENT_LIST_DIR}/query.cpp)
add_executable(consumer_backend ${CMAKE_CURRENT_LIST_DIR}/backend.cpp ${CMAKE_CURRENT_LIST_DIR}/service_control.cpp)
foreach(program consumer consumer_backend)
    target_link_libraries(${program} PRIVATE wbemcheck::mock_provider wbemcheck::com)
    add_test(NAME ${program} COMMAND ${program})
endforeach()
# Both of them, for whoever can name one target only.
add_custom_target(consumer_programs DEPENDS consumer consumer_backend)

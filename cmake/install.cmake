# `cmake --install` and the package that `find_package(wbemcheck)` finds.
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/wbemcheck)
configure_package_config_file(
    ${CMAKE_CURRENT_LIST_DIR}/wbemcheckConfig.cmake.in ${PROJECT_BINARY_DIR}/wbemcheckConfig.cmake
    INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/wbemcheckConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/wbemcheckConfig.cmake ${PROJECT_BINARY_DIR}/wbemcheckConfigVersion.cmake
    DESTINATION ${package_folder})
install(EXPORT wbemcheck_targets FILE wbemcheckTargets.cmake NAMESPACE wbemcheck:: DESTINATION ${package_folder})

# cmake -DARCHIVE=... -DFOLDER=... -P unpack.cmake: unpacks the CIM schema once. Without the archive there is
# nothing to unpack, and the tests that want the schema say that they are skipped.
if(EXISTS "${ARCHIVE}" AND NOT EXISTS "${FOLDER}/CIM-2.32.0/cim_schema_2.32.0.mof")
    file(ARCHIVE_EXTRACT INPUT "${ARCHIVE}" DESTINATION "${FOLDER}")
endif()

# Man pages of the program and of each of its commands, in man/ of the build, where help2man is.
#
# They carry the date of the version, not of the build, so that the same source makes the same bytes;
# SOURCE_DATE_EPOCH of the environment goes before it.

set(version_date 1795478400)  # 2026-11-24

find_program(HUBCENSUS_HELP2MAN help2man DOC "Makes the man pages")
if(NOT HUBCENSUS_HELP2MAN)
  message(STATUS "No help2man: the man pages are left out")
  return()
endif()
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(version_date "$ENV{SOURCE_DATE_EPOCH}")
endif()
set(man_script "${CMAKE_SOURCE_DIR}/scripts/make_man_pages.sh")
add_custom_command(OUTPUT "${CMAKE_BINARY_DIR}/man/hubcensus.1"
  COMMAND "${CMAKE_COMMAND}" -E env "SOURCE_DATE_EPOCH=${version_date}"
    "HELP2MAN=${HUBCENSUS_HELP2MAN}" "${man_script}" "$<TARGET_FILE:hubcensus>"
    "${CMAKE_BINARY_DIR}/man"
  DEPENDS hubcensus "${man_script}" VERBATIM)
add_custom_target(man_pages ALL DEPENDS "${CMAKE_BINARY_DIR}/man/hubcensus.1")

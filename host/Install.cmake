# What `cmake --install` puts where, and the Debian package that `cpack` makes of it.
#
# The Arrow and Parquet libraries of the pyarrow wheel go to lib/hubcensus, where the installed program
# finds them beside itself, wherever the prefix lies; all else it links to is Debian's, which the
# package depends on. Arrow of CMake packages is the system's too.

include(GNUInstallDirs)
set(documents "${CMAKE_INSTALL_DOCDIR}")

install(TARGETS hubcensus)
set_target_properties(hubcensus PROPERTIES INSTALL_RPATH "$ORIGIN/../lib/hubcensus")
install(FILES LICENSE NOTICE README.md CHANGELOG.md DESTINATION "${documents}")
install(DIRECTORY .readme DESTINATION "${documents}")  # the pictures of README.md
install(FILES licences/charts.txt DESTINATION "${documents}/licences")
# Made at build time where help2man is.
install(DIRECTORY "${CMAKE_BINARY_DIR}/man/" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" OPTIONAL)

if(HUBCENSUS_WHEEL_LIBRARIES)
  install(FILES ${HUBCENSUS_WHEEL_LIBRARIES} DESTINATION lib/hubcensus)
  file(GLOB arrow_licences "${HUBCENSUS_WHEEL_DIR}-*.dist-info/licenses/*.txt")
  if(NOT arrow_licences)
    message(FATAL_ERROR "The pyarrow wheel ${HUBCENSUS_WHEEL_DIR} carries no licence texts, without "
      "which its libraries cannot be passed on.")
  endif()
  install(FILES ${arrow_licences} DESTINATION "${documents}/licences/arrow")
endif()

# Headers that are compiled in; Debian has their licences, other systems put them elsewhere.
foreach(package IN ITEMS libcli11-dev nlohmann-json3-dev)
  install(FILES "/usr/share/doc/${package}/copyright" RENAME "${package}.txt"
    DESTINATION "${documents}/licences" OPTIONAL)
endforeach()

# Completions. Debian's zsh looks for those of /usr in another folder than those of other prefixes.
set(completions bash:bash-completion/completions/hubcensus zsh:zsh/site-functions/_hubcensus
  fish:fish/vendor_completions.d/hubcensus.fish)
foreach(completion IN LISTS completions)
  string(REPLACE ":" ";" parts "${completion}")
  list(GET parts 0 shell)
  list(GET parts 1 place)
  get_filename_component(folder "${place}" DIRECTORY)
  get_filename_component(name "${place}" NAME)
  install(CODE "
    set(file \"${CMAKE_BINARY_DIR}/completions/${name}\")
    file(MAKE_DIRECTORY \"${CMAKE_BINARY_DIR}/completions\")
    execute_process(COMMAND \"$<TARGET_FILE:hubcensus>\" completion ${shell}
      OUTPUT_FILE \"\${file}\" COMMAND_ERROR_IS_FATAL ANY)
    set(folder ${folder})
    if(CMAKE_INSTALL_PREFIX STREQUAL /usr AND EXISTS /etc/debian_version)
      string(REPLACE zsh/site-functions zsh/vendor-completions folder \${folder})
    endif()
    file(INSTALL \"\${file}\"
      DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/\${folder}\")")
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hubcensus)
set(CPACK_PACKAGE_CONTACT "the hubcensus authors <hubcensus@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
if(HUBCENSUS_WHEEL_DIR)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${HUBCENSUS_WHEEL_DIR}")
endif()
include(CPack)

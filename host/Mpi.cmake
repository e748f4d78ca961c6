# How hubcensus_host speaks with other processes of its run: by HUBCENSUS_MPI through an MPI, of which it
# uses the C interface, or not at all.

set(HUBCENSUS_MPI_FOUND OFF)
if(NOT HUBCENSUS_MPI STREQUAL "OFF")
  find_package(MPI QUIET COMPONENTS C)
  if(MPI_C_FOUND)
    set(HUBCENSUS_MPI_FOUND ON)
  elseif(NOT HUBCENSUS_MPI STREQUAL "AUTO")
    message(FATAL_ERROR "HUBCENSUS_MPI=${HUBCENSUS_MPI} wants an MPI, and there is none: install "
      "libopenmpi-dev and openmpi-bin (scripts/setup.sh --slurm), or pass -DHUBCENSUS_MPI=OFF")
  endif()
endif()

if(HUBCENSUS_MPI_FOUND)
  message(STATUS "Several processes: MPI ${MPI_C_VERSION}")
  target_sources(hubcensus_host PRIVATE host/ranks/with_mpi.cpp)
  # No other file sees MPI's headers; of those the C++ bindings, which MPI 3 dropped, are of no use.
  list(TRANSFORM MPI_C_INCLUDE_DIRS PREPEND "-isystem" OUTPUT_VARIABLE mpi_includes)
  set_source_files_properties(host/ranks/with_mpi.cpp PROPERTIES
    COMPILE_OPTIONS "${mpi_includes}"
    COMPILE_DEFINITIONS "OMPI_SKIP_MPICXX=1;MPICH_SKIP_MPICXX=1")
  target_link_libraries(hubcensus_host PRIVATE ${MPI_C_LIBRARIES})
else()
  message(STATUS "Several processes: none (HUBCENSUS_MPI=${HUBCENSUS_MPI})")
  target_sources(hubcensus_host PRIVATE host/ranks/without_mpi.cpp)
endif()

# Finds the Arrow and Parquet C++ libraries and defines the target hubcensus::arrow_parquet.
#
# Taken in this order:
#   1. CMake packages Arrow and Parquet (conda, Apache's Debian packages, a local build);
#   2. the pyarrow wheel of the Python named by HUBCENSUS_PYTHON (default: <source>/.venv/bin/python,
#      else python3). Its libraries are linked by full path with an rpath, as they are; nothing is
#      written into the wheel. HUBCENSUS_WHEEL_DIR and HUBCENSUS_WHEEL_LIBRARIES name them.

set(HUBCENSUS_PYTHON "" CACHE FILEPATH "Python whose pyarrow wheel provides Arrow and Parquet")

add_library(hubcensus::arrow_parquet INTERFACE IMPORTED)

find_package(Arrow CONFIG QUIET)
find_package(Parquet CONFIG QUIET)
if(Arrow_FOUND AND Parquet_FOUND)
  target_link_libraries(hubcensus::arrow_parquet INTERFACE Parquet::parquet_shared Arrow::arrow_shared)
  set(arrow_parquet_version "${ARROW_VERSION}")
  set(arrow_parquet_origin "CMake package ${Arrow_DIR}")
else()
  set(python "${HUBCENSUS_PYTHON}")
  if(NOT python AND EXISTS "${CMAKE_SOURCE_DIR}/.venv/bin/python")
    set(python "${CMAKE_SOURCE_DIR}/.venv/bin/python")
  elseif(NOT python)
    set(python python3)
  endif()
  execute_process(
    COMMAND "${python}" -c
      "import os, pyarrow; print(os.path.dirname(pyarrow.__file__), pyarrow.__version__, sep=';', end='')"
    OUTPUT_VARIABLE wheel ERROR_VARIABLE wheel_error RESULT_VARIABLE wheel_result)
  if(NOT wheel_result EQUAL 0)
    message(FATAL_ERROR
      "Arrow and Parquet were not found: no CMake packages, and '${python}' cannot import pyarrow.\n"
      "Run scripts/setup.sh, or pass -DHUBCENSUS_PYTHON=/path/to/python that has pyarrow.\n${wheel_error}")
  endif()
  list(GET wheel 0 wheel_dir)
  list(GET wheel 1 arrow_parquet_version)
  file(GLOB arrow_library "${wheel_dir}/libarrow.so.[0-9]*")
  file(GLOB parquet_library "${wheel_dir}/libparquet.so.[0-9]*")
  if(NOT arrow_library OR NOT parquet_library)
    message(FATAL_ERROR "The pyarrow wheel in ${wheel_dir} carries no libarrow/libparquet.")
  endif()
  target_include_directories(hubcensus::arrow_parquet SYSTEM INTERFACE "${wheel_dir}/include")
  target_link_libraries(hubcensus::arrow_parquet INTERFACE
    "${parquet_library}" "${arrow_library}")
  set(CMAKE_BUILD_RPATH "${wheel_dir}")  # an installed program has another
  set(HUBCENSUS_WHEEL_DIR "${wheel_dir}")
  set(HUBCENSUS_WHEEL_LIBRARIES "${parquet_library}" "${arrow_library}")
  set(arrow_parquet_origin "pyarrow wheel ${wheel_dir}")
endif()
message(STATUS "Arrow and Parquet ${arrow_parquet_version}: ${arrow_parquet_origin}")
if(arrow_parquet_version VERSION_LESS 21)
  message(FATAL_ERROR "Arrow ${arrow_parquet_version} is too old: 21 or newer is needed.")
endif()

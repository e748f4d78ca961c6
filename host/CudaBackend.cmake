# The library hubcensus_cuda. By HUBCENSUS_CUDA it is compiled from kernels/cuda/*.cu, with the CUDA
# runtime linked in, so that the program starts on a machine without CUDA too; or it is the one
# function that refuses the backend.

set(HUBCENSUS_CUDA_FOUND OFF)
if(NOT HUBCENSUS_CUDA STREQUAL "OFF")
  include(CheckLanguage)
  if(NOT CMAKE_CUDA_COMPILER AND EXISTS /usr/local/cuda/bin/nvcc)
    set(CMAKE_CUDA_COMPILER /usr/local/cuda/bin/nvcc)
  endif()
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    set(HUBCENSUS_CUDA_FOUND ON)
  elseif(NOT HUBCENSUS_CUDA STREQUAL "AUTO")
    message(FATAL_ERROR "HUBCENSUS_CUDA=${HUBCENSUS_CUDA} wants a CUDA compiler, and there is none: "
      "put nvcc on the PATH, set CMAKE_CUDA_COMPILER, or pass -DHUBCENSUS_CUDA=OFF")
  endif()
endif()

if(NOT HUBCENSUS_CUDA_FOUND)
  message(STATUS "CUDA backend: none (HUBCENSUS_CUDA=${HUBCENSUS_CUDA})")
  add_library(hubcensus_cuda STATIC kernels/cuda/without_cuda.cpp)
  target_link_libraries(hubcensus_cuda PUBLIC hubcensus_kernels)
  return()
endif()

# Code for A100 and H100/H200, and PTX that a newer device's driver compiles.
if(NOT CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES 80-real 90-real 90-virtual)
endif()
enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)
message(STATUS "CUDA backend: nvcc ${CMAKE_CUDA_COMPILER_VERSION}, ${CMAKE_CUDA_ARCHITECTURES}")
# CMake 3.25 does not know how nvcc is told of C++20.
set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
# Device code calls the constexpr rules of kernels/*.hpp.
string(APPEND CMAKE_CUDA_FLAGS " -Wno-deprecated-gpu-targets --expt-relaxed-constexpr")

file(GLOB cuda_sources CONFIGURE_DEPENDS kernels/cuda/*.cu)
add_library(hubcensus_cuda STATIC ${cuda_sources})
set_target_properties(hubcensus_cuda PROPERTIES CUDA_RUNTIME_LIBRARY Static)
target_link_libraries(hubcensus_cuda PUBLIC hubcensus_kernels CUDA::cudart_static)

// Stand-in for the header of this name: see cub/cub.cuh.
#pragma once

#include <cub/cub.cuh>

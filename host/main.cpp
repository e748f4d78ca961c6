#include <cstdio>

int main() {
  std::puts("hubcensus");
  return 0;
}

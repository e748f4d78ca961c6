// In place of libFuzzer: runs a target on each file of a corpus, then for some seconds on inputs
// that chance makes of them. The same corpus and build give the same inputs in the same order. On a
// fault (the target aborts) the input is left in the file fuzz-input.
//
//   fuzz_X CORPUS_FOLDER SECONDS, or fuzz_X FILE to run one input again

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kMostBytes = 4096;

std::string current_input;

void keep_input(int signal) {
  if (std::FILE* file = std::fopen("fuzz-input", "wb")) {
    std::fwrite(current_input.data(), 1, current_input.size(), file);
    std::fclose(file);
    std::fputs("the input is in the file fuzz-input\n", stderr);
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run(const std::string& input) {
  current_input = input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) corpus.push_back(bytes_of(path));
  return corpus;
}

// A part of one of the corpus, or a few bytes of any value.
std::string random_part(const std::vector<std::string>& corpus, std::mt19937& random) {
  const std::string& from = corpus[random() % corpus.size()];
  const size_t begin = random() % (from.size() + 1);
  std::string part = from.substr(begin, random() % (random() % 4 == 0 ? 200 : 8));
  if (random() % 4 == 0) part += static_cast<char>(random());
  return part;
}

std::string mutant(const std::vector<std::string>& corpus, std::mt19937& random) {
  std::string input = corpus[random() % corpus.size()];
  for (size_t changes = 1 + random() % 8; changes > 0; --changes) {
    const size_t at = random() % (input.size() + 1);
    switch (random() % 4) {
      case 0:
        input.erase(at, random() % 8);
        break;
      case 1:
        if (at < input.size()) input[at] = static_cast<char>(random());
        break;
      case 2:
        input.insert(at, random_part(corpus, random));
        break;
      default:
        input.replace(at, random() % 8, random_part(corpus, random));
    }
  }
  return input.substr(0, kMostBytes);
}

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGABRT, keep_input);
  if (count == 2) {
    run(bytes_of(arguments[1]));
    return 0;
  }
  const std::vector<std::string> corpus =
      count == 3 ? read_corpus(arguments[1]) : std::vector<std::string>();
  if (corpus.empty()) {
    std::fputs("usage: CORPUS_FOLDER SECONDS, a folder with an input; or FILE\n", stderr);
    return 2;
  }
  for (const std::string& input : corpus) run(input);
  const std::chrono::duration<double> seconds(std::atof(arguments[2]));
  const auto begin = std::chrono::steady_clock::now();
  std::mt19937 random(1);
  long inputs = 0;
  for (; std::chrono::steady_clock::now() - begin < seconds; ++inputs) run(mutant(corpus, random));
  std::printf("%zu inputs of the corpus, %ld made of them\n", corpus.size(), inputs);
  return 0;
}

// SPDX-License-Identifier: MIT
// Runs on the host: expect DIGITS FILE writes the test images of the folder DIGITS as the network of the page
// reads them, their labels and the scores that this machine's kernels give them, as JSON. Exit status: 0, or
// 2 and one sentence.
#include <etch/data/idx.hpp>

#include <web/drawn_weights.hpp>
#include <web/redrawn.hpp>

#include <cstdio>

namespace {

void list(std::FILE* file, const char* name, const auto& numbers) {
  std::fprintf(file, "\"%s\": [", name);
  const char* comma = "";
  for (const float number : numbers) {
    std::fprintf(file, "%s%.9g", comma, static_cast<double>(number));
    comma = ", ";
  }
  std::fputs("]", file);
}

void write(const etch::data::LabelledImages& digits, std::FILE* file) {
  static const auto prepared = etch::prepare(Drawn_parameters);
  static etch::Workspace<Drawn> workspace;
  std::fputs("[\n", file);
  for (std::size_t n = 0; n < digits.count(); ++n) {
    const auto image = Redrawn(digits.image(n), digits.rows, 16)({});
    std::fprintf(file, "%s{\"label\": %zu, ", n == 0 ? "" : ",\n", digits.label(n));
    list(file, "pixels", image);
    std::fputs(", ", file);
    list(file, "scores", etch::forward<Drawn>(prepared, image, workspace));
    std::fputs("}", file);
  }
  std::fputs("\n]\n", file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("expect: usage: expect DIGITS FILE\n", stderr);
    return 2;
  }
  try {
    const auto digits = etch::data::load_part(argv[1], "test");
    std::FILE* const file = std::fopen(argv[2], "w");
    if (file != nullptr) write(digits, file);
    if (file != nullptr && std::fclose(file) == 0) return 0;
    std::fprintf(stderr, "expect: %s cannot be written\n", argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "expect: %s\n", error.what());
  }
  return 2;
}

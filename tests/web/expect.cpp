// SPDX-License-Identifier: MIT
// Runs on the host: expect FILE writes the digits' test images, their labels and the scores that this
// machine's kernels give them, as JSON. Exit status: 0, or 2 and one sentence.
#include <support/digits_weights.hpp>

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

}  // namespace

int main(int argc, char** argv) {
  std::FILE* const file = argc == 2 ? std::fopen(argv[1], "w") : nullptr;
  if (file == nullptr) {
    std::fprintf(stderr, "expect: %s\n", argc == 2 ? "the file cannot be written" : "usage: expect FILE");
    return 2;
  }
  static const auto prepared = etch::prepare(Digits_parameters);
  static etch::Workspace<Digits> workspace;
  std::fputs("[\n", file);
  for (std::size_t n = 0; n < sizeof Digits_labels; ++n) {
    float image[Digits::input_shape.size()];
    for (std::size_t k = 0; k < Digits::input_shape.size(); ++k)
      image[k] = static_cast<float>(Digits_images[n][k]) / Digits_white;
    std::fprintf(file, "%s{\"label\": %d, ", n == 0 ? "" : ",\n", Digits_labels[n]);
    list(file, "pixels", image);
    std::fputs(", ", file);
    list(file, "scores", etch::forward<Digits>(prepared, image, workspace));
    std::fputs("}", file);
  }
  std::fputs("\n]\n", file);
  if (std::fclose(file) == 0) return 0;
  std::fprintf(stderr, "expect: %s cannot be written\n", argv[1]);
  return 2;
}

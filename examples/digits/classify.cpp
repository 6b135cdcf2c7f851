// SPDX-License-Identifier: MIT
// Classifies handwritten digits with a network whose weights are compiled in: no file is read, nothing is
// allocated. Prints some digits with what the network takes them for, and how many of all it gets right.
#include <etch/etch.hpp>

#include <digits_weights.hpp>

#include <cstdio>
#include <cstring>

// Made by the compiler: in flash on a device that has any.
constexpr etch::Prepared<Digits> prepared = etch::prepare(Digits_parameters);

constexpr std::size_t image_pixels = Digits::input_shape.size();
constexpr std::size_t image_columns = Digits::input_shape[1];

static std::size_t classify(const unsigned char (&image)[image_pixels], etch::Workspace<Digits>& workspace) {
  float input[image_pixels];
  for (std::size_t n = 0; n < image_pixels; ++n) input[n] = static_cast<float>(image[n]) / Digits_white;
  return etch::argmax(etch::forward<Digits>(prepared, input, workspace));
}

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "--quick") != 0) {
    std::puts(
        "usage: digits_classify [--quick]\n\nClassifies the digits that are compiled in; --quick changes "
        "nothing.");
    return std::strcmp(argv[1], "--help") == 0 ? 0 : 1;
  }
  static etch::Workspace<Digits> workspace;
  constexpr std::size_t shown = image_columns < 16 ? 6 : 2;
  for (std::size_t first = 0; first < image_pixels; first += image_columns, std::puts(""))
    for (std::size_t n = 0; n < shown; ++n) {
      for (std::size_t x = 0; x < image_columns; ++x)
        std::putchar(" .:-=+*#%@@"[Digits_images[n][first + x] * 10 / Digits_white]);
      std::printf("    ");
    }
  for (std::size_t n = 0; n < shown; ++n)
    std::printf("read as %zu%*s", classify(Digits_images[n], workspace), static_cast<int>(image_columns) - 5,
                "");

  constexpr std::size_t count = sizeof Digits_labels;
  std::size_t right = 0;
  for (std::size_t n = 0; n < count; ++n) right += classify(Digits_images[n], workspace) == Digits_labels[n];
  std::printf("\nclassified %zu of %zu test images right, %.2f %%\n", right, count,
              100.0 * static_cast<double>(right) / static_cast<double>(count));
}

// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/atomic_file.hpp>

#include <png.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// A grey image: rows of pixels, 0 black, 1 white.
struct Image {
  std::size_t height = 0;
  std::size_t width = 0;
  std::vector<float> pixels;

  float& at(std::size_t row, std::size_t column) { return pixels[row * width + column]; }
  float at(std::size_t row, std::size_t column) const { return pixels[row * width + column]; }
};

/// Reads a PNG file of any kind; colours become grey. Throws std::runtime_error with one sentence.
inline Image read_png(const std::filesystem::path& path) {
  constexpr std::size_t largest = 1 << 26;  // Some 2.5 GB with all responses.
  png_image file{};
  file.version = PNG_IMAGE_VERSION;
  const auto fail = [&](const std::string& why) {
    png_image_free(&file);
    throw std::runtime_error(path.string() + ": " + why);
  };
  if (png_image_begin_read_from_file(&file, path.c_str()) == 0)
    fail(std::string("cannot be read: ") + file.message);
  file.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // As with 8 bits: what is in the file, not linear light.
  if (std::size_t{file.width} * file.height > largest)
    fail("is " + std::to_string(file.width) + "x" + std::to_string(file.height) + "; give at most " +
         std::to_string(largest) + " pixels");
  file.format = PNG_FORMAT_GRAY;
  std::vector<std::uint8_t> bytes(PNG_IMAGE_SIZE(file));
  const png_color black{};
  if (png_image_finish_read(&file, &black, bytes.data(), 0, nullptr) == 0)
    fail(std::string("is damaged: ") + file.message);
  Image image{file.height, file.width, std::vector<float>(bytes.size())};
  for (std::size_t n = 0; n < bytes.size(); ++n) image.pixels[n] = static_cast<float>(bytes[n]) / 255;
  return image;
}

/// Writes a grey PNG file, whole or not at all; numbers below 0 become black, above 1 white.
inline void write_png(const std::filesystem::path& path, const Image& image) {
  std::vector<std::uint8_t> bytes;
  for (const float value : image.pixels)
    bytes.push_back(static_cast<std::uint8_t>(value <= 0 ? 0 : value >= 1 ? 255 : value * 255 + 0.5f));
  png_image file{};
  file.version = PNG_IMAGE_VERSION;
  file.width = static_cast<png_uint_32>(image.width);
  file.height = static_cast<png_uint_32>(image.height);
  file.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  std::string encoded;
  const auto encode = [&](void* to) {
    if (png_image_write_to_memory(&file, to, &size, 0, bytes.data(), 0, nullptr) == 0)
      throw std::runtime_error(path.string() + ": cannot be made: " + file.message);
  };
  encode(nullptr);
  encoded.resize(size);
  encode(encoded.data());
  etch::io::AtomicFile out(path);
  out.write(std::string_view(encoded).substr(0, size));
  out.commit();
}

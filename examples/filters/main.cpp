// SPDX-License-Identifier: MIT
// Applies the classic filters to PNG images, without anything learned: the weights are in the types. Writes
// each response as a PNG file, and says of each image whether it has vertical lines: what an edge detector
// followed by a pattern matcher answers. Without images it draws its own.
#include <etch/etch.hpp>

#include <CLI/CLI.hpp>

#include "png.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace etch;

/// Images of any size are cut into tiles; each is computed with a border that the filters reach into.
constexpr std::size_t tile = 64;
constexpr std::size_t border = 8;

template <class... Layers>
struct OnTile : Network<Input<tile + 2 * border, tile + 2 * border, 1>, Layers..., Crop<Padding<border>>> {};

template <class F>
using Response = Correlate<Filters<F>, Same>;

/// One channel a filter.
struct Classic : OnTile<Concat<Response<filters::Identity<>>, Response<filters::Box<5>>,
                               Response<filters::Gaussian<filters::Sigma<2>>>, Response<filters::SobelX>,
                               Response<filters::SobelY>, Response<filters::Laplacian>,
                               Response<filters::OrientedEdge<45>>, Response<filters::OrientedEdge<135>>>> {};
struct Shown {
  const char* name;
  float lowest, highest;  ///< Become black and white.
};
constexpr Shown shown[]{{"identity", 0, 1}, {"box", 0, 1},        {"gaussian", 0, 1}, {"sobel_x", -4, 4},
                        {"sobel_y", -4, 4}, {"laplacian", -4, 4}, {"edge_45", -4, 4}, {"edge_135", -4, 4}};

/// Edges to the right of which it is brighter, then lines of nine such pixels one above the other.
struct VerticalLines : OnTile<Response<filters::SobelX>, Relu, Response<filters::VerticalLine<9>>, Relu> {};

/// What `Net` answers to the image: as many channels as it gives, each as large as the image.
template <class Net>
std::vector<Image> respond(const Image& image) {
  constexpr std::size_t channels = Net::output_shape.channels();
  constexpr std::size_t size = tile + 2 * border;
  const auto prepared = prepare(Parameters<Net>{});  // There are none: nothing is learned.
  const auto workspace = std::make_unique<Workspace<Net>>();
  std::vector<Image> all(channels, {image.height, image.width, std::vector<float>(image.pixels.size())});
  std::vector<float> input(size * size);
  // Beyond its edge the image goes on as it is there.
  const auto inside = [](std::size_t at, std::size_t count) {
    return at < border ? 0 : std::min(at - border, count - 1);
  };
  for (std::size_t top = 0; top < image.height; top += tile)
    for (std::size_t left = 0; left < image.width; left += tile) {
      for (std::size_t r = 0; r < size; ++r)
        for (std::size_t s = 0; s < size; ++s)
          input[r * size + s] = image.at(inside(top + r, image.height), inside(left + s, image.width));
      const auto output = forward<Net>(prepared, InputSpan<Net>(input), *workspace);
      for (std::size_t r = 0; r < std::min(tile, image.height - top); ++r)
        for (std::size_t s = 0; s < std::min(tile, image.width - left); ++s)
          for (std::size_t k = 0; k < channels; ++k)
            all[k].at(top + r, left + s) = output[(r * tile + s) * channels + k];
    }
  return all;
}

/// A picket fence, and the same turned on its side.
Image stripes(bool vertical) {
  Image image{120, 160, std::vector<float>(120 * 160)};
  for (std::size_t r = 0; r < image.height; ++r)
    for (std::size_t s = 0; s < image.width; ++s)
      image.at(r, s) = (vertical ? s : r) / 8 % 2 == 0 ? 0.2f : 0.8f;
  return image;
}

/// What the files of an image are called.
std::string name_of(const std::string& image) { return std::filesystem::path(image).stem().string(); }

/// Where the response of filter `filter` to image `name` goes.
std::filesystem::path response_path(const std::filesystem::path& folder, const std::string& name,
                                    const char* filter) {
  return folder / (name + "_" + filter + ".png");
}

void show(const std::string& name, const Image& image, const std::filesystem::path& folder) {
  const auto responses = respond<Classic>(image);
  for (std::size_t k = 0; k < std::size(shown); ++k) {
    Image scaled = responses[k];
    for (float& value : scaled.pixels)
      value = (value - shown[k].lowest) / (shown[k].highest - shown[k].lowest);
    write_png(response_path(folder, name, shown[k].name), scaled);
  }
  const Image lines = respond<VerticalLines>(image)[0];
  const float strongest = *std::max_element(lines.pixels.begin(), lines.pixels.end());
  std::cout << name << ": vertical lines " << (strongest > 0.5f ? "yes" : "no") << " (" << strongest << ")\n";
}

/// Throws where a response would be written over an image, or over the response of another one.
void check_names(const std::vector<std::string>& images, const std::filesystem::path& folder) {
  std::map<std::filesystem::path, std::string> writers;
  for (const std::string& image : images)
    for (const Shown& filter : shown) {
      const auto path = response_path(folder, name_of(image), filter.name);
      const auto [other, is_new] = writers.emplace(path, image);
      if (!is_new)
        throw std::runtime_error(image + ": its responses would overwrite those of " + other->second +
                                 "; rename one, or give another --out");
      for (const std::string& read : images)
        if (std::filesystem::exists(path) && std::filesystem::exists(read) &&
            std::filesystem::equivalent(path, read))
          throw std::runtime_error(image + ": its responses would overwrite " + read +
                                   "; rename one, or give another --out");
    }
}

int main(int argc, char** argv) {
  std::vector<std::string> images;
  std::string folder = ".";
  bool quick = false;
  CLI::App app(
      "Applies identity, blurs, Sobel, Laplacian and oriented edges to PNG images, and looks for vertical "
      "lines.");
  app.add_option("images", images, "PNG files; without any, two are drawn and written too");
  app.add_option("--out", folder, "folder for the responses, NAME_FILTER.png")->capture_default_str();
  app.add_flag("--quick", quick, "write nothing: say only whether the drawn images have vertical lines");
  app.footer("Exit status: 0 done, 1 wrong options, 2 a file that cannot be read or written.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 1;
  }
  try {
    if (quick) {
      const auto strongest = [](bool vertical) {
        const auto lines = respond<VerticalLines>(stripes(vertical))[0].pixels;
        return *std::max_element(lines.begin(), lines.end());
      };
      std::cout << "fence " << strongest(true) << ", blinds " << strongest(false) << '\n';
      return strongest(true) > 0.5f && strongest(false) < 0.5f ? 0 : 1;
    }
    check_names(images, folder);
    for (const std::string& path : images) show(name_of(path), read_png(path), folder);
    for (const bool vertical : {true, false}) {
      if (!images.empty()) break;
      const std::string name = vertical ? "fence" : "blinds";
      write_png(std::filesystem::path(folder) / (name + ".png"), stripes(vertical));
      show(name, stripes(vertical), folder);
    }
  } catch (const std::exception& error) {
    std::cerr << "filters: " << error.what() << '\n';
    return 2;
  }
}

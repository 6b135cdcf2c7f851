// SPDX-License-Identifier: MIT
#include <etch/data/idx.hpp>
#include <etch/ops/random.hpp>
#include <support/catch.hpp>
#include <support/temporary_folder.hpp>

#include <array>
#include <cstdint>
#include <string>

using etch::data::DataError;
using etch::data::LabelledImages;
using etch::data::load_idx;
using etch::data::load_part;

namespace {

std::string big_endian(std::uint32_t n) {
  return {static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8),
          static_cast<char>(n)};
}
std::string images(std::uint32_t count = 3, std::uint32_t rows = 2, std::uint32_t columns = 2) {
  return big_endian(2051) + big_endian(count) + big_endian(rows) + big_endian(columns) +
         std::string(std::size_t{count} * rows * columns, '\5');
}
std::string labels(std::uint32_t count = 3) {
  return big_endian(2049) + big_endian(count) + std::string(count, '\1');
}

void gzip(const std::filesystem::path& to, const std::string& bytes) {
  gzFile file = gzopen(to.c_str(), "wb");
  REQUIRE(gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size())) == static_cast<int>(bytes.size()));
  REQUIRE(gzclose(file) == Z_OK);
}

/// The sentence with which loading these two files fails; empty if it does not.
std::string refusal(const std::string& image_bytes, const std::string& label_bytes) {
  const TemporaryFolder folder;
  const auto a = folder.write("images", image_bytes);
  const auto b = folder.write("labels", label_bytes);
  try {
    load_idx(a, b, 10);
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& sentence, const std::string& words) {
  INFO("sentence: " << sentence);
  CHECK(sentence.find(words) != std::string::npos);
  return sentence.find('\n') == std::string::npos;
}

std::array<std::size_t, 10> histogram(const LabelledImages& set) {
  std::array<std::size_t, 10> counts{};
  for (std::size_t n = 0; n < set.count(); ++n) ++counts[set.label(n)];
  return counts;
}

}  // namespace

TEST_CASE("images and labels come back as they were written", "[idx]") {
  const TemporaryFolder folder;
  const auto a =
      folder.write("a", big_endian(2051) + big_endian(2) + big_endian(1) + big_endian(3) + "abcdef");
  const auto b = folder.write("b", big_endian(2049) + big_endian(2) + "\7\3");
  const LabelledImages set = load_idx(a, b, 10);
  CHECK(set.count() == 2);
  CHECK(set.rows == 1);
  CHECK(set.columns == 3);
  CHECK(set.image(1)[0] == 'd');
  CHECK(set.label(0) == 7);
}

TEST_CASE("gzip'd files read as plain ones do", "[idx]") {
  const TemporaryFolder folder;
  folder.write("train-images-idx3-ubyte", images());
  folder.write("train-labels-idx1-ubyte", labels());
  gzip(folder / "test-images-idx3-ubyte.gz", images());
  gzip(folder / "test-labels-idx1-ubyte.gz", labels());
  CHECK(load_part(folder.path(), "train").pixels == load_part(folder.path(), "test").pixels);
}

TEST_CASE("a damaged file is refused in one sentence that names it", "[idx]") {
  CHECK(refusal(images(), labels()).empty());
  CHECK(has(refusal(images().substr(0, 20), labels()),
            "images: is truncated: its header promises 12 bytes of data, 4 are"));
  CHECK(has(refusal(images(), labels().substr(0, 9)),
            "labels: is truncated: its header promises 3 bytes of data, 1 are"));
  CHECK(has(refusal("", labels()), "images: ends within its header"));
  CHECK(has(refusal(images().substr(0, 13), labels()), "images: ends within its header, before its columns"));
  CHECK(has(refusal(images() + "x", labels()), "images: has more data than the 12 bytes"));
  CHECK(has(refusal(labels(), labels()), "its magic number is 2049, not 2051; that is a file of labels"));
  CHECK(has(refusal(images(), images()), "its magic number is 2051, not 2049; that is a file of images"));
  CHECK(has(refusal("<html>404 Not Found</html>", labels()), "is no IDX file of images"));
  CHECK(has(refusal(images(3), labels(4)), "has 4 labels, but"));
  CHECK(has(refusal(images(0), labels(0)), "holds nothing: 0 images of 2x2"));
  CHECK(has(refusal(images(1, 0, 5), labels(1)), "holds nothing"));
  CHECK(has(refusal(images(), big_endian(2049) + big_endian(3) + "\1\12\1"),
            "label 1 is 10, but there are only 10 classes"));
}

TEST_CASE("a header that promises more than memory holds costs no memory", "[idx]") {
  const std::string huge = big_endian(2051) + big_endian(0xffffffff) + big_endian(30000) + big_endian(30000);
  CHECK(has(refusal(huge, big_endian(2049) + big_endian(0xffffffff)), "is truncated"));
  const std::string impossible =
      big_endian(2051) + big_endian(0xffffffff) + big_endian(0xffffffff) + big_endian(0xffffffff);
  CHECK(has(refusal(impossible, labels()), "has an impossible header"));
}

TEST_CASE("files that are not there, or are folders, are refused", "[idx]") {
  const TemporaryFolder folder;
  const auto refused = [](auto load) {
    try {
      load();
    } catch (const DataError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(has(refused([&] { load_part(folder.path(), "train"); }),
            "train-images-idx3-ubyte: there is no such file, nor one with .gz"));
  CHECK(has(refused([&] { load_idx(folder / "none", folder / "none"); }),
            "none: cannot be opened: No such file"));
  CHECK(has(refused([&] { load_idx(folder.path(), folder.path()); }), "is a folder"));
}

TEST_CASE("a damaged gzip file is refused", "[idx]") {
  const TemporaryFolder folder;
  std::string random = images(100, 30, 30);
  for (std::size_t n = 16; n < random.size(); ++n) random[n] = static_cast<char>(etch::mix(n));
  gzip(folder / "whole.gz", random);
  const auto b = folder.write("labels", labels(100));
  CHECK(load_idx(folder / "whole.gz", b).count() == 100);
  const std::string bytes = contents(folder / "whole.gz");
  CHECK_THROWS_AS(load_idx(folder.write("cut.gz", bytes.substr(0, bytes.size() / 2)), b), DataError);
  CHECK_THROWS_AS(load_idx(folder.write("tail.gz", bytes.substr(0, bytes.size() - 3)), b), DataError);
  std::string flipped = bytes;
  flipped[bytes.size() / 2] ^= 0x40;
  CHECK_THROWS_AS(load_idx(folder.write("flipped.gz", flipped), b), DataError);
}

TEST_CASE("no truncation and no changed byte of a header does harm", "[idx]") {
  const std::string a = images();
  for (std::size_t length = 0; length < a.size(); ++length)
    CHECK(!refusal(a.substr(0, length), labels()).empty());
  for (std::size_t at = 0; at < 16; ++at)
    for (const int bit : {1, 16, 128}) {
      std::string changed = a;
      changed[at] = static_cast<char>(changed[at] ^ bit);
      CHECK(!refusal(changed, labels()).empty());
    }
}

TEST_CASE("the digits that come with etch are all there", "[idx]") {
  const std::string folder = ETCH_SOURCE_DIR "/examples/data/digits";
  const LabelledImages train = load_part(folder, "train");
  const LabelledImages test = load_part(folder, "test");
  CHECK(train.count() == 1438);
  CHECK(test.count() == 359);
  CHECK((train.rows == 8 && train.columns == 8 && test.rows == 8));
  for (const std::uint8_t pixel : train.pixels) REQUIRE(pixel <= 16);
  std::size_t both = 0;
  for (std::size_t digit = 0; digit < 10; ++digit) both += histogram(train)[digit] + histogram(test)[digit];
  CHECK(both == 1797);
}

TEST_CASE("MNIST reads as its readme says", "[idx]") {
  const std::string folder = ETCH_SHARED_DIR "/data/mnist";
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: " << folder << " is not there");
    return;
  }
  const LabelledImages train = load_part(folder, "train");
  CHECK(train.count() == 60000);
  CHECK(train.rows == 28);
  CHECK(histogram(train) ==
        std::array<std::size_t, 10>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949});
  CHECK(histogram(load_part(folder, "t10k")) ==
        std::array<std::size_t, 10>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009});
}

// SPDX-License-Identifier: MIT
#include <etch/compiler/plan.hpp>
#include <etch/ops/random.hpp>
#include <support/catch.hpp>
#include <support/networks.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

using namespace etch;
using compiler::Layout;
using compiler::Lifetime;

namespace {

template <std::size_t N>
void check_layout(const std::array<Lifetime, N>& lives, const Layout<N>& layout) {
  std::size_t sum = 0;
  std::size_t busiest = 0;
  for (std::size_t a = 0; a < N; ++a) {
    sum += lives[a].size;
    busiest = std::max(busiest, compiler::live_at(lives, lives[a].first));
    if (lives[a].size == 0) continue;
    CHECK(layout.offsets[a] + lives[a].size <= layout.size);
    for (std::size_t b = a + 1; b < N; ++b) {
      if (lives[b].size == 0 || !lives[a].overlaps(lives[b])) continue;
      const bool apart = layout.offsets[a] + lives[a].size <= layout.offsets[b] ||
                         layout.offsets[b] + lives[b].size <= layout.offsets[a];
      INFO("pieces " << a << " and " << b);
      CHECK(apart);
    }
  }
  CHECK(layout.size <= sum);
  CHECK(layout.size >= busiest);
}

template <class Net, std::size_t Batch>
void check_programs() {
  const auto inference = Net::inference_program;
  check_layout(compiler::lifetimes(inference, 1),
               compiler::place(compiler::lifetimes(inference, 1), inference.value_count));
  const auto training = Net::template training_program<false>;
  const auto lives = compiler::lifetimes(training, Batch);
  check_layout(lives, compiler::place(lives, training.value_count));
}

}  // namespace

TEST_CASE("pieces that never live together share their place", "[plan]") {
  constexpr std::array<Lifetime, 2> lives{Lifetime{16, 0, 1}, Lifetime{16, 2, 3}};
  constexpr auto layout = compiler::place(lives, 2);
  STATIC_REQUIRE(layout.size == 16);
  STATIC_REQUIRE(layout.offsets[0] == layout.offsets[1]);
}

TEST_CASE("a piece that ends where another begins is still alive there", "[plan]") {
  constexpr std::array<Lifetime, 2> lives{Lifetime{16, 0, 1}, Lifetime{16, 1, 2}};
  STATIC_REQUIRE(compiler::place(lives, 2).size == 32);
}

TEST_CASE("a small piece goes into the gap between two large ones", "[plan]") {
  // 0 and 1 lie at the bottom one after another; 2 meets only 0, 3 meets only 1 and 2.
  constexpr std::array<Lifetime, 3> lives{Lifetime{64, 0, 1}, Lifetime{48, 1, 2}, Lifetime{32, 2, 3}};
  constexpr auto layout = compiler::place(lives, 3);
  STATIC_REQUIRE(layout.size == 112);
  STATIC_REQUIRE(layout.offsets[2] == 0);
}

TEST_CASE("pieces of size 0 take no room", "[plan]") {
  constexpr std::array<Lifetime, 2> lives{Lifetime{0, 0, 9}, Lifetime{16, 0, 9}};
  STATIC_REQUIRE(compiler::place(lives, 2).size == 16);
}

TEST_CASE("no two live pieces overlap, whatever their lives", "[plan]") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    INFO("seed " << seed);
    std::array<Lifetime, 24> lives{};
    for (std::size_t n = 0; n < lives.size(); ++n) {
      const std::uint64_t bits = mix(seed * 100 + n);
      const std::size_t first = bits % 20;
      lives[n] = {(bits >> 8) % 7 * 16, first, first + (bits >> 16) % 8};
    }
    check_layout(lives, compiler::place(lives, lives.size()));
  }
}

TEST_CASE("the programs of whole networks are laid out without overlap", "[plan]") {
  check_programs<networks::LeNet5, 3>();
  check_programs<networks::KerasMnist, 1>();
  check_programs<networks::Branched, 5>();
}

TEST_CASE("LeNet-5 works in no more than twice its two largest neighbouring values", "[plan]") {
  // 28x28x6 and, pooled, 14x14x6, each float 4 bytes.
  STATIC_REQUIRE(networks::LeNet5::inference_bytes <= 2 * (28 * 28 * 6 + 14 * 14 * 6) * 4);
  // Convolution and tanh share memory, so that the two values, rounded up to 64 bytes, are all there is.
  STATIC_REQUIRE(networks::LeNet5::inference_bytes == (4704 + 1184) * 4);
}

TEST_CASE("every value starts on a multiple of 64 bytes", "[plan]") {
  for (const std::size_t offset : networks::Branched::inference_layout.offsets) CHECK(offset % 16 == 0);
  const auto layout = networks::Branched::training_layout<false, 3>;
  for (const std::size_t offset : layout.offsets) CHECK(offset % 16 == 0);
}

TEST_CASE("training memory grows with the batch, parameters do not", "[plan]") {
  using networks::LeNet5;
  STATIC_REQUIRE(LeNet5::training_bytes<1> > 2 * LeNet5::parameter_count * sizeof(float));
  constexpr std::size_t each = LeNet5::training_bytes<33> - LeNet5::training_bytes<32>;
  STATIC_REQUIRE(LeNet5::training_bytes<34> - LeNet5::training_bytes<33> <= each + 4 * 64 * 16);
  STATIC_REQUIRE(each > 784 * sizeof(float));
}

// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/concat.hpp>
#include <etch/graph/frozen.hpp>
#include <etch/graph/residual.hpp>
#include <etch/graph/tap.hpp>
#include <etch/indices.hpp>
#include <etch/layers/activation.hpp>
#include <etch/layers/conv.hpp>
#include <etch/layers/dense.hpp>
#include <etch/layers/dropout.hpp>
#include <etch/layers/norm.hpp>
#include <etch/layers/pool.hpp>
#include <etch/layers/reshape.hpp>
#include <etch/network.hpp>
#include <etch/parameters.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

// Networks made from networks: the same layers on another input, some of them, a classifier that slides over
// an image.
namespace etch {
namespace detail {

template <class Body, class NewInput>
struct OnInput;
template <class... Layers, class NewInput>
struct OnInput<Sequential<Layers...>, NewInput> {
  using type = Network<NewInput, Layers...>;
};

}  // namespace detail

/// The same layers on another input: `with_input<Net, Input<64, 64, 3>>`. What cannot stand on it is an
/// error, as in any network.
template <class Net, class NewInput>
using with_input = typename detail::OnInput<typename Net::body, NewInput>::type;

namespace detail {

/// The `Input<...>` of what a network gives. (A shape handed on as a template argument crashes g++ 12.2
/// here.)
template <class Net>
struct OutputAsInput {
  template <std::size_t... Axis>
  static Input<Net::output_shape[Axis]...> make(std::index_sequence<Axis...>);
  using type = decltype(make(std::make_index_sequence<Net::output_shape.rank()>{}));
};

template <class Body, std::size_t Begin, class Indices>
struct Slice;
template <class... Layers, std::size_t Begin, std::size_t... Index>
struct Slice<Sequential<Layers...>, Begin, std::index_sequence<Index...>> {
  using type = Sequential<std::tuple_element_t<Begin + Index, std::tuple<Layers...>>...>;
};
template <class... Layers>
constexpr std::size_t part_count(Sequential<Layers...>) {
  return sizeof...(Layers);
}
/// The parts of a network as they are written: a nested one counts once.
template <class Net>
inline constexpr std::size_t parts_of = part_count(typename Net::body{});

template <class Net, std::size_t Begin, std::size_t Count>
using Parts = typename Slice<typename Net::body, Begin, std::make_index_sequence<Count>>::type;

template <class Net, std::size_t N>
constexpr std::size_t at_most_parts() {
  static_assert(N <= parts_of<Net>,
                "etch: take and drop count the parts of the network as they are written; it has fewer");
  return N <= parts_of<Net> ? N : 0;
}

}  // namespace detail

/// The first N parts of a network, a nested part counted once: a feature extractor.
template <class Net, std::size_t N>
using take = typename detail::OnInput<detail::Parts<Net, 0, detail::at_most_parts<Net, N>()>,
                                      typename Net::input>::type;

/// What follows the first N parts: its input is what they give.
template <class Net, std::size_t N>
using drop = typename detail::OnInput<detail::Parts<Net, detail::at_most_parts<Net, N>(),
                                                    detail::parts_of<Net> - detail::at_most_parts<Net, N>()>,
                                      typename detail::OutputAsInput<take<Net, N>>::type>::type;

namespace detail {

/// A layer that treats each position alike whatever their number, and so may stay between Flatten and Dense.
template <class L>
inline constexpr bool is_pointwise = requires(Shape in) {
  requires std::is_same_v<decltype(L::geometry(in)), ElementwiseGeometry>;
};
template <class... Options>
inline constexpr bool is_pointwise<Dropout<Options...>> = true;
template <class... Options>
inline constexpr bool is_pointwise<SpatialDropout<Options...>> = true;

/// A layer with numbers for each channel: of a vector that is no image any more, each number is one.
template <class L>
inline constexpr bool is_channelwise = false;
template <class... Options>
inline constexpr bool is_channelwise<BatchNorm<Options...>> = true;
template <class... Options>
inline constexpr bool is_channelwise<Scale<Options...>> = true;
template <class... Options>
inline constexpr bool is_channelwise<Prelu<Options...>> = true;

template <class L>
inline constexpr bool is_dense = false;
template <std::size_t Outputs, class... Options>
inline constexpr bool is_dense<Dense<Outputs, Options...>> = true;

/// The image that the vector before layer `Index` of the network is made of: {1, 1} once it is a vector of
/// features.
template <class Net, std::size_t Index>
constexpr Shape image_before() {
  constexpr ValueId value = Net::program.first_step_of(Index).inputs[0];
  constexpr std::size_t producer = [] {
    for (std::size_t n = 0; n < Net::program.step_count; ++n)
      if (Net::program.steps[n].output == value) return n;
    return Net::program.step_count;
  }();
  static_assert(
      producer < Net::program.step_count || Net::input_shape.rank() != 1,
      "etch: fully_convolutional needs an image as input; a network that begins with a vector has none");
  if constexpr (producer == Net::program.step_count) {
    return Shape{1, 1, 1};
  } else {
    constexpr Step step = Net::program.steps[producer];
    constexpr Shape before = Net::program.shape(step.inputs[0]);
    using L = compiler::Leaf<typename Net::body, step.leaf>;
    constexpr bool pools = std::is_same_v<L, GlobalAvgPool2d> || std::is_same_v<L, GlobalAvgPool> ||
                           std::is_same_v<L, GlobalMaxPool>;
    if constexpr (std::is_same_v<L, Flatten> && before.rank() == 3) {
      return before;
    } else if constexpr ((std::is_same_v<L, Flatten> && before.rank() == 1) || is_pointwise<L>) {
      return image_before<Net, step.leaf>();
    } else if constexpr (is_channelwise<L>) {
      constexpr Shape image = image_before<Net, step.leaf>();
      static_assert(image[0] * image[1] == 1,
                    "etch: a normalisation between Flatten and Dense has numbers for each pixel; "
                    "fully_convolutional takes it after the first Dense");
      return image;
    } else {
      static_assert(
          is_dense<L> || (pools && before.rank() == 3),
          "etch: fully_convolutional takes images, and before a Dense layer Flatten, global pooling, Dense, "
          "activations, dropout, normalisation by channel");
      return Shape{1, 1, Net::program.shape(value).channels()};
    }
  }
}

/// What becomes of a layer.
template <class Net, std::size_t Index, class L>
struct Convolutional {
  using type = L;
};
template <class Net, std::size_t Index>
struct Convolutional<Net, Index, Flatten> {
  using type = Identity;
};
template <class Net, std::size_t Index, std::size_t Outputs, class... Options>
struct Convolutional<Net, Index, Dense<Outputs, Options...>> {
  static constexpr Shape image = image_before<Net, Index>();
  using type = Conv2d<Outputs, Kernel<image[0], image[1]>, Options...>;
};
/// A window as large as the image the network was made for.
template <class Net, std::size_t Index, template <std::size_t, class...> class Pool>
struct SlidingPool {
  static constexpr Shape image = Net::template Layer<Index>::input_shape;
  using type = Pool<image[0], Width<image[1]>, Stride<1>>;
};
template <class Net, std::size_t Index>
struct Convolutional<Net, Index, GlobalAvgPool2d> : SlidingPool<Net, Index, AvgPool2d> {};
template <class Net, std::size_t Index>
struct Convolutional<Net, Index, GlobalAvgPool> : SlidingPool<Net, Index, AvgPool2d> {};
template <class Net, std::size_t Index>
struct Convolutional<Net, Index, GlobalMaxPool> : SlidingPool<Net, Index, MaxPool2d> {};

/// Sequences are gone through; what is inside of branches stays as it is.
template <class Net, std::size_t First, class... Parts, std::size_t... Index>
constexpr auto convolutional_parts(Part<Sequential<Parts...>>, std::index_sequence<Index...>) {
  [[maybe_unused]] constexpr auto first = compiler::first_leaf<Sequential<Parts...>>;
  return Part<Sequential<typename Convolutional<Net, First + first[Index], Parts>::type...>>{};
}
template <class Net, std::size_t First, class... Parts>
struct Convolutional<Net, First, Sequential<Parts...>> {
  using type = typename decltype(convolutional_parts<Net, First>(Part<Sequential<Parts...>>{},
                                                                 std::index_sequence_for<Parts...>{}))::type;
};
template <class Net, std::size_t First, template <class...> class Around, class... Parts>
requires std::is_base_of_v<Scope, Around<Parts...>>
struct Convolutional<Net, First, Around<Parts...>> {
  template <class... Changed>
  static Around<Changed...> around(Sequential<Changed...>);
  using type = decltype(around(typename Convolutional<Net, First, Sequential<Parts...>>::type{}));
};

}  // namespace detail

/// The network with its dense layers as convolutions (J. Long et al., "Fully convolutional networks for
/// semantic segmentation", 2015): Flatten and Dense over 7 x 7 x 512 become a 7 x 7 convolution, later ones 1
/// x 1, global pooling a window as large as the image. On the same input its answer is the same, of shape (1,
/// 1, classes); `with_input` slides it over a larger one. Parameters lie in the same order: `relay` takes
/// them over.
template <class Net>
using fully_convolutional =
    typename detail::OnInput<typename detail::Convolutional<Net, 0, typename Net::body>::type,
                             typename Net::input>::type;

namespace detail {

/// Whether layer `L` has numbers for each position of a value, not for its channels alone.
template <class L>
constexpr bool depends_on_positions(Shape in) {
  for (std::size_t axis = 0; axis + 1 < in.rank(); ++axis) {
    Shape larger = in;
    larger.extents[axis] *= 2;
    if (L::parameter_count(larger) != L::parameter_count(in)) return true;
  }
  return false;
}

/// Whether what layer `Old` has learned means the same in layer `New`.
template <class Old, class New>
constexpr bool means_the_same() {
  using L = typename Old::type;
  if constexpr (!std::is_same_v<L, typename New::type>) return false;
  if (Old::input_shape == New::input_shape) return true;
  // Behind a view, such as Flatten, the same number of another position would count.
  if constexpr (!Join<L> && Layer<L>)
    if (layers::memory<L>() == Memory::view || depends_on_positions<L>(Old::input_shape)) return false;
  return Old::input_shape.channels() == New::input_shape.channels() &&
         Old::parameter_count == New::parameter_count && Old::statistic_count == New::statistic_count;
}

/// Layers from the first on that both networks have alike: the same type on a value with as many channels
/// and, so, the same parameters with the same meaning.
template <class From, class To>
constexpr std::size_t shared_layers() {
  constexpr std::size_t shorter = From::layer_count < To::layer_count ? From::layer_count : To::layer_count;
  std::size_t shared = 0;
  bool same = true;  // So far.
  for_each_index<0, shorter>([&](auto index) {
    same = same && means_the_same<typename From::template Layer<index>, typename To::template Layer<index>>();
    if (same) ++shared;
  });
  return shared;
}

}  // namespace detail

/// How many layers, from the first on, two networks share.
template <class From, class To>
inline constexpr std::size_t shared_layers = detail::shared_layers<From, To>();

/// Copies the parameters and statistics of the first `Count` layers, by default of all that the two networks
/// share from the first on: training of `to` begins with what `from` has learned. It is an error if the
/// layers differ, or have no parameters. Returns how many numbers were copied.
template <std::size_t Count = static_cast<std::size_t>(-1), class From, class To>
constexpr std::size_t transfer(const Parameters<From>& from, Parameters<To>& to) {
  constexpr std::size_t shared = shared_layers<From, To>;
  constexpr std::size_t count = Count == static_cast<std::size_t>(-1) ? shared : Count;
  static_assert(count <= shared,
                "etch: transfer was asked for more layers than the two networks share from the first on");
  constexpr std::size_t usable = count <= shared ? count : 0;
  constexpr auto totals = [] {
    std::pair<std::size_t, std::size_t> sum{};
    for_each_index<0, usable>([&](auto index) {
      sum.first += From::template Layer<index>::parameter_count;
      sum.second += From::template Layer<index>::statistic_count;
    });
    return sum;
  }();
  static_assert(totals.first + totals.second > 0 || count > shared,
                "etch: the layers that the two networks share from the first on have no parameters; there is "
                "nothing to "
                "transfer");
  for (std::size_t n = 0; n < totals.first; ++n) to.values[n] = from.values[n];
  for (std::size_t n = 0; n < totals.second; ++n)
    to.values[To::parameter_count + n] = from.values[From::parameter_count + n];
  return totals.first + totals.second;
}

namespace detail {

/// Whether `To` is `From` on another input, or as `fully_convolutional` rewrites it, on any input.
template <class From, class To>
constexpr bool can_relay() {
  if constexpr (To::parameter_count != From::parameter_count || To::statistic_count != From::statistic_count)
    return false;
  else if constexpr (std::is_same_v<typename From::body, typename To::body>)
    return shared_layers<From, To>() == From::layer_count;
  else
    return std::is_same_v<typename fully_convolutional<From>::body, typename To::body>;
}

}  // namespace detail

/// The parameters of `From` for a network `To` made of it by `fully_convolutional` or `with_input`: the same
/// numbers in the same order, since a dense layer's weights lie as those of the convolution over its image.
template <class To, class From>
constexpr void relay(const Parameters<From>& from, Parameters<To>& to) {
  static_assert(
      detail::can_relay<From, To>(),
      "etch: relay is for the same layers on another input, or as fully_convolutional rewrites them; use "
      "transfer for a shared beginning");
  if constexpr (detail::can_relay<From, To>())
    for (std::size_t n = 0; n < Parameters<From>::size; ++n) to.values[n] = from.values[n];
}

}  // namespace etch

// SPDX-License-Identifier: MIT
#pragma once
#include <etch/filters.hpp>
#include <etch/layers/conv.hpp>

#include <array>
#include <type_traits>

namespace etch {

/// Filters of one size that are given, not learned; etch/filters.hpp has the classic ones.
template <filters::Filter First, filters::Filter... Rest>
struct Filters {
  static constexpr std::size_t count = 1 + sizeof...(Rest);
  static constexpr std::size_t rows = filters::rows<First>;
  static constexpr std::size_t columns = filters::columns<First>;
  static_assert(((filters::rows<Rest> == rows && filters::columns<Rest> == columns) && ...),
                "etch: the filters of Filters<...> must have one size; fill the smaller ones with zeros");

  static constexpr double tap(std::size_t filter, std::size_t row, std::size_t column) {
    double found = filter == 0 ? static_cast<double>(First::taps[row][column]) : 0.0;
    std::size_t n = 1;
    ((found = filter == n++ ? static_cast<double>(Rest::taps[row][column]) : found), ...);
    return found;
  }
};

namespace layers {

/// The filters that a layer was given: `Filters<...>`, or one alone.
template <class Bank>
struct FiltersOf {
  static_assert(filters::Filter<Bank>,
                "etch: Correlate and Convolve take Filters<...>, types with an array taps[rows][columns]");
  using type = Filters<std::conditional_t<filters::Filter<Bank>, Bank, filters::SobelX>>;
};
template <class... Each>
struct FiltersOf<Filters<Each...>> {
  using type = Filters<Each...>;
};

/// Given filters on every channel alone. `Flipped`: turned by half a turn first.
template <bool Flipped, class Wanted, class... Given>
struct FixedFilters : NoParameters {
  using Bank = typename FiltersOf<Wanted>::type;
  using options = Options<Defaults<Stride<1>, Padding<0>, Dilation<1>, RoundDown>, Given...>;
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (options::fit == Fit::round_up) return Problem{Rule::option_unknown, {}, {}, {}, "RoundUp"};
    if (in.rank() != 3 && (in.rank() != 2 || Bank::rows != 1)) return Problem::rank(in, 3);
    if (const Problem wrong = window_problem(in, window(in), in.rank() - 1)) return wrong;
    return window_output(window_over(in, window(in)), in.rank(), product(in.channels(), Bank::count));
  }
  static constexpr ConvolutionGeometry geometry(Shape in) {
    const Window over = window_over(in, window(in));
    return {.height = over.height,
            .width = over.width,
            .channels = in.channels(),
            .filters = in.channels() * Bank::count,
            .groups = in.channels(),
            .bias = false};
  }
  static constexpr std::size_t multiply_adds(Shape in) { return geometry(in).multiply_adds(); }

  /// The weights, as a convolution's parameters lie.
  template <class T, Shape In>
  static constexpr auto constants = [] {
    constexpr std::size_t filter_count = In.channels() * Bank::count;
    std::array<T, Bank::rows * Bank::columns * filter_count> weights{};
    std::size_t n = 0;
    for (std::size_t r = 0; r < Bank::rows; ++r)
      for (std::size_t s = 0; s < Bank::columns; ++s)
        for (std::size_t k = 0; k < filter_count; ++k)
          weights[n++] = static_cast<T>(Bank::tap(k % Bank::count, Flipped ? Bank::rows - 1 - r : r,
                                                  Flipped ? Bank::columns - 1 - s : s));
    return weights;
  }();

 private:
  static constexpr WindowOptions window(Shape in) {
    const Numbers kernel =
        in.rank() == 2 ? Numbers{{Bank::columns}, 1} : Numbers{{Bank::rows, Bank::columns}, 2};
    return {kernel, options::stride, options::dilation, options::padding, options::fit, "filter"};
  }
};

}  // namespace layers

/// Correlation with given filters: y(i, j) = sum over r, s of x(i + r, j + s) f(r, s), each channel alone:
/// (h, w, c) -> (h', w', c n), the n responses of a channel side by side. A sequence (l, c) takes filters of
/// one row. Options: `Stride<1>`, `Padding<0>` (or `Same`), `Dilation<1>`, `ExactFit`. No parameters:
/// `Correlate<Filters<filters::SobelX, filters::SobelY>, Same>`.
template <class Bank, class... Given>
struct Correlate : layers::FixedFilters<false, Bank, Given...> {
  static constexpr std::string_view name = "Correlate";
};

/// Convolution as mathematics defines it: y(i, j) = sum over r, s of x(i - r, j - s) f(r, s), the filter
/// turned by half a turn before it is laid over the image. All else as `Correlate`. (What networks call a
/// convolution, and `Conv2d` computes, is a correlation.)
template <class Bank, class... Given>
struct Convolve : layers::FixedFilters<true, Bank, Given...> {
  static constexpr std::string_view name = "Convolve";
};

}  // namespace etch

// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/leaves.hpp>
#include <etch/compiler/lower.hpp>
#include <etch/problem.hpp>

#include <cstddef>

// The one place where a network that breaks a rule becomes a compile-time error.
namespace etch::compiler {

using Sentence = BasicText<300>;

constexpr void append_extents(Sentence& to, Shape shape) {
  for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
    if (axis != 0) to.append("x");
    to.append(shape[axis]);
  }
}

/// " padded by 1", " padded by 0, 1, 0, 1 (top, bottom, left, right)", or nothing. The numbers are before and
/// after on each axis, the height's first; `axes` of them mean something.
constexpr void append_padding(Sentence& to, const Problem& problem) {
  const auto& n = problem.numbers;
  const std::size_t axes = problem.other.rank();
  const std::size_t first = axes == 1 ? 2 : 0;
  bool equal = true;
  for (std::size_t side = first; side < first + 2 * axes; ++side) equal = equal && n[side] == n[first];
  if (equal && n[first] == 0) return;
  to.append(" padded by ").append(n[first]);
  if (equal) return;
  for (std::size_t side = first + 1; side < first + 2 * axes; ++side) to.append(", ").append(n[side]);
  to.append(axes == 1   ? " (begin, end)"
            : axes == 2 ? " (top, bottom, left, right)"
                        : " (top, bottom, left, right, front, back)");
}

/// The padding on all sides with which a window of the problem's extents fits.
constexpr std::size_t padding_that_fits(const Problem& problem) {
  std::size_t missing = 0;
  for (std::size_t axis = 0; axis < problem.other.rank(); ++axis)
    if (problem.other[axis] > problem.shape[axis] + missing)
      missing = problem.other[axis] - problem.shape[axis];
  return (missing + 1) / 2;
}

/// What the axes of a value of that rank are.
constexpr std::string_view axis_names(std::size_t rank) {
  switch (rank) {
    case 1:
      return "features";
    case 2:
      return "length, channels";
    case 3:
      return "height, width, channels";
    case 4:
      return "depth, height, width, channels";
    default:
      return "other axes";
  }
}

/// "rows left over 1, columns 0".
constexpr void append_rests(Sentence& to, Shape rests) {
  constexpr std::string_view names[]{"planes", "rows", "columns"};
  for (std::size_t axis = 0; axis < rests.rank(); ++axis) {
    if (axis != 0) to.append(", ");
    to.append(rests.rank() == 1 ? "positions" : names[3 - rests.rank() + axis]);
    if (axis == 0) to.append(" left over");
    to.append(" ").append(rests[axis]);
  }
}

/// Replaces the holes of a pattern: {in} and {other} by the shapes, {hxw} by the extents of the input but the
/// channels, {it} by the subject, {axes} by the names of {0} axes, {padding} and {enough} by the padding that
/// is there and that would do, {strides} and {rests} by the first and the last three numbers, {rank_remedy}
/// by what to do about a value of another rank, {0} to {5} by the numbers.
constexpr Sentence filled(std::string_view pattern, const Problem& problem) {
  Sentence sentence;
  const auto numbers = [&](std::size_t first) {
    Shape shape = problem.other;
    for (std::size_t axis = 0; axis < shape.rank(); ++axis)
      shape.extents[axis] = problem.numbers[first + axis];
    return shape;
  };
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '{') {
      sentence.append(pattern.substr(at, 1));
      continue;
    }
    const std::size_t end = pattern.find('}', at);
    const std::string_view hole = pattern.substr(at + 1, end - at - 1);
    if (hole == "in") {
      append_extents(sentence, problem.shape);
    } else if (hole == "other") {
      append_extents(sentence, problem.other);
    } else if (hole == "hxw") {
      Shape extents = problem.shape;
      extents.dimensions = extents.dimensions == 0 ? 0 : extents.dimensions - 1;
      append_extents(sentence, extents);
    } else if (hole == "it") {
      sentence.append(problem.subject);
    } else if (hole == "axes") {
      sentence.append(axis_names(problem.numbers[0]));
    } else if (hole == "padding") {
      append_padding(sentence, problem);
    } else if (hole == "enough") {
      sentence.append(padding_that_fits(problem));
    } else if (hole == "strides") {
      append_extents(sentence, numbers(0));
    } else if (hole == "rests") {
      append_rests(sentence, numbers(3));
    } else if (hole == "sides") {
      if (problem.subject == Text("Padding")) sentence.append(", or both sides of each");
    } else if (hole == "rank_remedy") {
      sentence.append(problem.shape.rank() == 1
                          ? "put it before Flatten, or give Input as many extents"
                          : "give Input as many extents, or take the layer for this value");
    } else {
      sentence.append(problem.numbers[static_cast<std::size_t>(hole[0] - '0')]);
    }
    at = end;
  }
  return sentence;
}

/// What is wrong and what to do, without the layer's name; `filled` completes it.
constexpr std::string_view pattern(Rule rule) {
  switch (rule) {
    case Rule::none:
      return "";
    case Rule::not_a_layer:
      return "this type is no layer; a layer has the static members that etch/layers/layer.hpp lists (of a "
             "network its ::body is a part)";
    case Rule::input_is_missing:
      return "a network begins with its input; write Network<Input<height, width, channels>, ...>";
    case Rule::input_comes_first:
      return "stands inside the network; Input comes first, and once; take this one out";
    case Rule::extent_is_zero:
      return "{it} is 0; give at least 1";
    case Rule::too_large:
      return "a value of {in} numbers is too large to be addressed; check the extents";
    case Rule::wrong_rank:
      return "takes a value of rank {0} ({axes}) and gets {in}; {rank_remedy}";
    case Rule::not_flat:
      return "takes a vector and gets {in}; put Flatten or GlobalAvgPool before it";
    case Rule::window_does_not_fit:
      return "a {other} {it} does not fit a {hxw} input{padding}; pad by {enough} or more on each side, or "
             "take a smaller {it}";
    case Rule::window_leaves_a_rest:
      return "a {other} {it} with stride {strides} does not fit a {hxw} input exactly: {rests}; change "
             "stride or padding, "
             "or drop ExactFit";
    case Rule::padding_covers_window:
      return "a {other} window would lie on padding alone, which is {0} wide; pad by less than the window, "
             "or dilate less";
    case Rule::groups_do_not_divide_channels:
      return "{0} groups do not divide the channels of a {in} input; choose a divisor";
    case Rule::groups_do_not_divide_filters:
      return "{0} groups do not divide {1} filters; choose a divisor";
    case Rule::branches_differ_in_shape:
      return "one branch gives {in}, the other {other}, which cannot be added; make the shapes equal, by "
             "Same or Padding where rows and columns differ, by a convolution as shortcut where channels do";
    case Rule::branches_differ_but_for_channels:
      return "one branch gives {in}, another {other}; make all extents but the channels equal";
    case Rule::option_unknown:
      return "takes no option {it}; take it out";
    case Rule::option_given_twice:
      return "the option {it} is given twice, or with another that sets the same; keep one";
    case Rule::option_is_foreign:
      return "one of its options is of a type that etch does not know; take it out";
    case Rule::option_too_large:
      return "{it} is {0}; give at most {1}";
    case Rule::kernel_is_missing:
      return "has no Kernel, or one of 0; give Kernel<3>, say";
    case Rule::shape_has_zero:
      return "one extent of {in} is 0; give each at least 1";
    case Rule::too_many_parameters:
      return "has more parameters on an input of {in} than can be addressed; check the extents";
    case Rule::rate_out_of_range:
      return "a rate of {0}/{1} drops everything; give one below 1";
    case Rule::option_for_other_axes:
      return "{it} has {0} numbers; over {hxw} give one for all axes, one for each{sides}";
    case Rule::output_padding_too_large:
      return "OutputPadding {0} is not less than the stride {1}; give less";
    case Rule::padding_leaves_nothing:
      return "a padding of {0} and {1} takes away all of the output; pad by less";
    case Rule::crop_leaves_nothing:
      return "takes {0} and {1} away from {2}, which leaves nothing; crop less";
    case Rule::reflection_too_wide:
      return "a border of {0} is wider than the mirror image of {1}, which does not repeat the edge; pad by "
             "less than {1}";
    case Rule::too_many_axes:
      return "works over {0} axes, but {in} has {1}; give fewer";
    case Rule::block_does_not_divide:
      return "{0} does not divide {it} of a {in} input; choose another block";
    case Rule::reshape_changes_size:
      return "{in} has {0} numbers, {other} has {1}; give extents with the same product";
    case Rule::not_a_permutation:
      return "axis {0} is named {1} times; name each axis, from 0, once";
    case Rule::channels_out_of_range:
      return "a {in} input has no {1} channels from channel {0} on; take fewer";
    case Rule::corners_need_bilinear:
      return "AlignCorners means something for Bilinear only; add Bilinear, or take AlignCorners out";
    case Rule::branches_do_not_multiply:
      return "one branch gives {in}, the other {other}, which cannot be multiplied; the second may have the "
             "shape of the "
             "first, its channels, or its pixels";
    case Rule::tap_names_repeat:
      return "another Tap is named {it} too; choose a name of its own";
    case Rule::no_positions:
      return "takes {it} and gets {in}; put it elsewhere, or give Input other extents";
    case Rule::padding_is_missing:
      return "has no Padding; give Padding<1>, say";
    case Rule::momentum_out_of_range:
      return "a momentum of {0}/{1} is more than all of each batch; give at most 1";
  }
  return "";
}

/// "layer 3, Conv2d<16>: a 35x35 kernel does not fit a 32x32 input padded by 1; pad by 2 or more, or take a
/// smaller kernel".
constexpr Sentence sentence(const Failure& failure) {
  Sentence whole;
  if (!failure.at_input) whole.append("layer ").append(failure.leaf + 1);
  if (failure.layer.size() != 0) {
    if (whole.size() != 0) whole.append(", ");
    whole.append(failure.layer);
  }
  return whole.append(": ").append(filled(pattern(failure.problem.rule), failure.problem)), whole;
}

template <const Failure& failure>
inline constexpr Sentence sentence_of = sentence(failure);

/// A string as a template argument: how a computed sentence gets into a compiler's message.
template <std::size_t Length>
struct Message {
  char text[Length + 1]{};
};
template <std::size_t Length>
constexpr Message<Length> message(std::string_view text) {
  Message<Length> cut;
  for (std::size_t n = 0; n < Length; ++n) cut.text[n] = n < text.size() ? text[n] : ' ';
  return cut;
}

/// Characters 30 n to 30 n + 29; blanks past the end, because clang prints a short string as numbers.
template <const Sentence& whole, std::size_t n>
inline constexpr Message<30> piece =
    message<30>(std::string_view(whole).substr(whole.size() < 30 * n ? whole.size() : 30 * n));

}  // namespace etch::compiler

namespace etch {

/// Never defined: its name is the message.
template <auto... What>
struct NetworkError;
/// For compilers that print a string in a template argument as numbers: the layer, its number, the rule, what
/// clashes.
template <class Layer, std::size_t Number, Rule Broken, auto... Numbers>
struct NetworkRuleBroken;

namespace compiler {

/// The layer that a failure names; the whole network where it is the input that is wrong.
template <class Body, const Failure& failure>
constexpr auto culprit() {
  if constexpr (failure.at_input)
    return Part<Body>{};
  else
    return Part<Leaf<Body, failure.leaf>>{};
}

/// False, and only known to be so once its argument is.
template <class Requirement>
inline constexpr bool holds = false;

/// Fails to compile, with the sentence, if there is a failure; once: what it returns is true in any case.
template <const Failure& failure, class Body>
constexpr bool diagnose() {
  if constexpr (failure) {
    [[maybe_unused]] constexpr const Sentence& what = sentence_of<failure>;
#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
    static_assert(!failure, what);
#elif defined(__clang__) && __clang_major__ < 16
    constexpr const Problem& problem = failure.problem;
    // A failed requirement is printed with its arguments, and the class goes on: one error, not three.
    static_assert(
        holds<NetworkRuleBroken<typename decltype(culprit<Body, failure>())::type, failure.leaf + 1,
                                problem.rule, problem.shape[0], problem.shape[1], problem.shape[2],
                                problem.other[0], problem.other[1], problem.numbers[0], problem.numbers[1]>>,
        "this network breaks a rule: the requirement names the layer, its number, the rule, the input's "
        "extents and the rule's numbers");
#elif defined(__clang__)
    // It cuts a string after some 32 characters.
    static_assert(holds<NetworkError<piece<what, 0>, piece<what, 1>, piece<what, 2>, piece<what, 3>,
                                     piece<what, 4>, piece<what, 5>, piece<what, 6>, piece<what, 7>>>,
                  "this network breaks a rule: the requirement says which");
#else
    static_assert(sizeof(NetworkError<message<what.size()>(what)>) != 0);
#endif
  }
  return true;
}

}  // namespace compiler
}  // namespace etch

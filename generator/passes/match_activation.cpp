// SPDX-License-Identifier: MIT
#include <generator/passes/matcher.hpp>

namespace etch::generator {
namespace {

Node made(const Node& last, const char* operation, const std::string& input) {
  return {operation, last.name, {input}, last.outputs, {}};
}

/// The value of which `value` is the cube.
const std::string* cube_of(const Matcher& matcher, const std::string& value) {
  if (const Node* power = matcher.maker(value, "Pow"))
    return power->inputs.size() == 2 && matcher.is_number(power->inputs[1], 3) ? &power->inputs[0] : nullptr;
  const Node* product = matcher.maker(value, "Mul");
  if (product == nullptr || product->inputs.size() != 2) return nullptr;
  for (const std::size_t n : {0, 1}) {
    const std::string& x = product->inputs[n];
    const Node* square = matcher.maker(product->inputs[1 - n], "Mul");
    if (square != nullptr && square->inputs.size() == 2 && square->inputs[0] == x && square->inputs[1] == x)
      return &product->inputs[n];
  }
  return nullptr;
}

/// x of erf(x / sqrt(2)).
const std::string* erf_of(const Matcher& matcher, const Node& erf) {
  const std::string& argument = erf.inputs[0];
  constexpr double root = 1.4142135623730951;
  if (const Node* quotient = matcher.maker(argument, "Div"))
    return matcher.is_number(quotient->inputs[1], root) ? &quotient->inputs[0] : nullptr;
  if (const Node* product = matcher.maker(argument, "Mul")) return matcher.beside(*product, 1 / root);
  return nullptr;
}

/// x of tanh(sqrt(2 / pi) (x + 0.044715 x^3)).
const std::string* tanh_of(const Matcher& matcher, const Node& tanh) {
  const Node* product = matcher.maker(tanh.inputs[0], "Mul");
  const std::string* sum = product == nullptr ? nullptr : matcher.beside(*product, 0.7978845608028654);
  const Node* add = sum == nullptr ? nullptr : matcher.maker(*sum, "Add");
  if (add == nullptr || add->inputs.size() != 2) return nullptr;
  for (const std::size_t n : {0, 1}) {
    const Node* term = matcher.maker(add->inputs[1 - n], "Mul");
    const std::string* cube = term == nullptr ? nullptr : matcher.beside(*term, 0.044715);
    const std::string* x = cube == nullptr ? nullptr : cube_of(matcher, *cube);
    if (x != nullptr && *x == add->inputs[n]) return x;
  }
  return nullptr;
}

/// Whether `value` is x / 2.
bool is_half(const Matcher& matcher, const std::string& value, const std::string& x) {
  const Node* product = matcher.maker(value, "Mul");
  const std::string* factor = product == nullptr ? nullptr : matcher.beside(*product, 0.5);
  return factor != nullptr && *factor == x;
}

/// The value 1 + erf(...) or 1 + tanh(...), and what it is a function of.
struct Curve {
  const std::string* x = nullptr;
  bool by_tanh = false;
};
Curve curve_of(const Matcher& matcher, const std::string& value) {
  const Node* add = matcher.maker(value, "Add");
  const std::string* inner = add == nullptr ? nullptr : matcher.beside(*add, 1);
  if (inner == nullptr) return {};
  if (const Node* erf = matcher.maker(*inner, "Erf")) return {erf_of(matcher, *erf), false};
  if (const Node* tanh = matcher.maker(*inner, "Tanh")) return {tanh_of(matcher, *tanh), true};
  return {};
}

/// x / 2 (1 + curve), its three factors in any order.
Match match_gelu(const Matcher& matcher, const Node& last) {
  const auto node = [&](const Curve& curve) {
    Node gelu = made(last, "Gelu", *curve.x);
    if (curve.by_tanh) gelu.attributes["approximate"] = std::string("tanh");
    return gelu;
  };
  for (const std::size_t n : {0, 1}) {
    const std::string &a = last.inputs[n], &b = last.inputs[1 - n];
    // (x / 2) curve
    if (const Curve curve = curve_of(matcher, a); curve.x != nullptr && is_half(matcher, b, *curve.x))
      return node(curve);
    const Node* inner = matcher.maker(a, "Mul");
    if (inner == nullptr || inner->inputs.size() != 2) continue;
    for (const std::size_t m : {0, 1}) {
      const Curve curve = curve_of(matcher, inner->inputs[m]);
      if (curve.x == nullptr) continue;
      const std::string& rest = inner->inputs[1 - m];
      // (x curve) / 2, and x (curve / 2)
      if ((rest == *curve.x && matcher.is_number(b, 0.5)) || (b == *curve.x && matcher.is_number(rest, 0.5)))
        return node(curve);
    }
  }
  return std::nullopt;
}

/// Whether `value` is min(max(x + 3, 0), 6).
bool is_hard_ramp(const Matcher& matcher, const std::string& value, const std::string& x) {
  const Node* clip = matcher.maker(value, "Clip");
  if (clip == nullptr) return false;
  if (matcher.graph().opset < 11) {
    const auto bound = [&](const char* name, float wanted) {
      const auto found = clip->attributes.find(name);
      const float* number = found == clip->attributes.end() ? nullptr : std::get_if<float>(&found->second);
      return number != nullptr && *number == wanted;
    };
    if (!bound("min", 0) || !bound("max", 6)) return false;
  } else {
    if (clip->inputs.size() != 3 || matcher.number(clip->inputs[1]) != 0.0 ||
        matcher.number(clip->inputs[2]) != 6.0)
      return false;
  }
  const Node* add = matcher.maker(clip->inputs[0], "Add");
  const std::string* inner = add == nullptr ? nullptr : matcher.beside(*add, 3);
  return inner != nullptr && *inner == x;
}

/// Whether `value` is y / 6; gives y.
const std::string* sixth_of(const Matcher& matcher, const std::string& value) {
  if (const Node* quotient = matcher.maker(value, "Div"))
    return matcher.is_number(quotient->inputs[1], 6) ? &quotient->inputs[0] : nullptr;
  if (const Node* product = matcher.maker(value, "Mul")) return matcher.beside(*product, 1.0 / 6);
  return nullptr;
}

/// x times a function of x.
Match match_gated(const Matcher& matcher, const Node& last) {
  for (const std::size_t n : {0, 1}) {
    const std::string &x = last.inputs[n], &gate = last.inputs[1 - n];
    if (const Node* sigmoid = matcher.maker(gate, "Sigmoid"); sigmoid != nullptr && sigmoid->inputs[0] == x)
      return made(last, "Silu", x);
    if (const Node* hard = matcher.maker(gate, "HardSigmoid"); hard != nullptr && hard->inputs[0] == x) {
      const auto attribute = [&](const char* name, float otherwise) {
        const auto found = hard->attributes.find(name);
        const float* number = found == hard->attributes.end() ? nullptr : std::get_if<float>(&found->second);
        return number == nullptr ? otherwise : *number;
      };
      if (std::abs(attribute("alpha", 0.2f) * 6 - 1) < 1e-6f && attribute("beta", 0.5f) == 0.5f)
        return made(last, "HardSwish", x);
    }
    if (const Node* tanh = matcher.maker(gate, "Tanh"))
      if (const Node* softplus = matcher.maker(tanh->inputs[0], "Softplus");
          softplus != nullptr && softplus->inputs[0] == x)
        return made(last, "Mish", x);
    if (const std::string* ramp = sixth_of(matcher, gate); ramp != nullptr && is_hard_ramp(matcher, *ramp, x))
      return made(last, "HardSwish", x);
  }
  return std::nullopt;
}

/// x / (1 + |x|).
Match match_softsign(const Matcher& matcher, const Node& last) {
  const Node* add = matcher.maker(last.inputs[1], "Add");
  const std::string* inner = add == nullptr ? nullptr : matcher.beside(*add, 1);
  const Node* magnitude = inner == nullptr ? nullptr : matcher.maker(*inner, "Abs");
  if (magnitude == nullptr || magnitude->inputs[0] != last.inputs[0]) return std::nullopt;
  return made(last, "Softsign", last.inputs[0]);
}

}  // namespace

Match match_activation(const Matcher& matcher, const Node& last) {
  if (last.inputs.size() != 2 || (last.operation != "Mul" && last.operation != "Div")) return std::nullopt;
  if (last.operation == "Mul") {
    if (Match gelu = match_gelu(matcher, last)) return gelu;
    if (Match gated = match_gated(matcher, last)) return gated;
  } else if (Match softsign = match_softsign(matcher, last)) {
    return softsign;
  }
  // x ramp(x) / 6
  const std::string* product = last.operation == "Div"
                                   ? (matcher.is_number(last.inputs[1], 6) ? &last.inputs[0] : nullptr)
                                   : matcher.beside(last, 1.0 / 6);
  const Node* inner = product == nullptr ? nullptr : matcher.maker(*product, "Mul");
  if (inner == nullptr || inner->inputs.size() != 2) return std::nullopt;
  for (const std::size_t n : {0, 1})
    if (is_hard_ramp(matcher, inner->inputs[1 - n], inner->inputs[n]))
      return made(last, "HardSwish", inner->inputs[n]);
  return std::nullopt;
}

}  // namespace etch::generator

// SPDX-License-Identifier: MIT
#include <onnx/onnx_pb.h>

#include <generator/onnx/external.hpp>
#include <generator/onnx/tensor.hpp>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace etch::generator {
namespace {

using Proto = onnx::TensorProto;

/// IEEE 754 binary16.
float from_half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int mantissa = bits & 1023;
  const float sign = (bits & 0x8000) != 0 ? -1.0f : 1.0f;
  if (exponent == 31) return mantissa == 0 ? sign * std::numeric_limits<float>::infinity() : std::nanf("");
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(mantissa), -24);
  return sign * std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
}
/// The upper half of a float.
float from_bfloat(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }
float from_double(double value) { return static_cast<float>(value); }

std::size_t bytes_of(int type) {
  switch (type) {
    case Proto::INT8:
    case Proto::UINT8:
    case Proto::BOOL:
      return 1;
    case Proto::INT16:
    case Proto::UINT16:
    case Proto::FLOAT16:
    case Proto::BFLOAT16:
      return 2;
    case Proto::FLOAT:
    case Proto::INT32:
    case Proto::UINT32:
      return 4;
    case Proto::DOUBLE:
    case Proto::INT64:
    case Proto::UINT64:
      return 8;
    default:
      return 0;
  }
}

/// Reads `count` numbers of type T, least significant byte first, and gives `place` each.
template <class T, class Place>
void unpack(const std::string& bytes, std::size_t count, const Place& place) {
  for (std::size_t n = 0; n < count; ++n) {
    std::uint64_t bits = 0;
    for (std::size_t byte = 0; byte < sizeof(T); ++byte)
      bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[n * sizeof(T) + byte]))
              << (8 * byte);
    if constexpr (sizeof(T) == 1)
      place(std::bit_cast<T>(static_cast<std::uint8_t>(bits)));
    else if constexpr (sizeof(T) == 2)
      place(std::bit_cast<T>(static_cast<std::uint16_t>(bits)));
    else if constexpr (sizeof(T) == 4)
      place(std::bit_cast<T>(static_cast<std::uint32_t>(bits)));
    else
      place(std::bit_cast<T>(bits));
  }
}

void unpack_all(const std::string& bytes, int type, std::size_t count, Tensor& to) {
  const auto real = [&](auto value) { to.reals.push_back(static_cast<float>(value)); };
  const auto integer = [&](auto value) { to.integers.push_back(static_cast<std::int64_t>(value)); };
  switch (type) {
    case Proto::FLOAT:
      if constexpr (std::endian::native == std::endian::little) {
        to.reals.resize(count);
        if (count != 0) std::memcpy(to.reals.data(), bytes.data(), count * sizeof(float));
        return;
      }
      return unpack<float>(bytes, count, real);
    case Proto::DOUBLE:
      return unpack<double>(bytes, count, [&](double value) { real(from_double(value)); });
    case Proto::FLOAT16:
      return unpack<std::uint16_t>(bytes, count, [&](std::uint16_t value) { real(from_half(value)); });
    case Proto::BFLOAT16:
      return unpack<std::uint16_t>(bytes, count, [&](std::uint16_t value) { real(from_bfloat(value)); });
    case Proto::INT8:
      return unpack<std::int8_t>(bytes, count, integer);
    case Proto::UINT8:
      return unpack<std::uint8_t>(bytes, count, integer);
    case Proto::BOOL:
      return unpack<std::uint8_t>(bytes, count, [&](std::uint8_t value) { integer(value != 0 ? 1 : 0); });
    case Proto::INT16:
      return unpack<std::int16_t>(bytes, count, integer);
    case Proto::UINT16:
      return unpack<std::uint16_t>(bytes, count, integer);
    case Proto::INT32:
      return unpack<std::int32_t>(bytes, count, integer);
    case Proto::UINT32:
      return unpack<std::uint32_t>(bytes, count, integer);
    default:
      return unpack<std::int64_t>(bytes, count, integer);
  }
}

/// From the fields that a type has in the message when it is not packed.
void take_fields(const Proto& proto, std::size_t count, Tensor& to, const std::string& what) {
  const auto check = [&](int given) {
    if (static_cast<std::size_t>(given) != count)
      throw Refusal(what + " has " + std::to_string(given) + " numbers where its extents say " +
                    std::to_string(count));
  };
  switch (proto.data_type()) {
    case Proto::FLOAT:
      check(proto.float_data_size());
      to.reals.assign(proto.float_data().begin(), proto.float_data().end());
      return;
    case Proto::DOUBLE:
      check(proto.double_data_size());
      for (const double value : proto.double_data()) to.reals.push_back(from_double(value));
      return;
    case Proto::FLOAT16:
    case Proto::BFLOAT16:
      check(proto.int32_data_size());
      for (const std::int32_t value : proto.int32_data()) {
        const auto bits = static_cast<std::uint16_t>(value);
        to.reals.push_back(proto.data_type() == Proto::FLOAT16 ? from_half(bits) : from_bfloat(bits));
      }
      return;
    case Proto::INT64:
      check(proto.int64_data_size());
      to.integers.assign(proto.int64_data().begin(), proto.int64_data().end());
      return;
    case Proto::UINT32:
    case Proto::UINT64:
      check(proto.uint64_data_size());
      for (const std::uint64_t value : proto.uint64_data())
        to.integers.push_back(static_cast<std::int64_t>(value));
      return;
    default:
      check(proto.int32_data_size());
      for (const std::int32_t value : proto.int32_data())
        to.integers.push_back(proto.data_type() == Proto::BOOL ? (value != 0 ? 1 : 0) : value);
      return;
  }
}

}  // namespace

Tensor decode(const Proto& proto, const std::filesystem::path& folder, const std::string& what) {
  const std::size_t width = bytes_of(proto.data_type());
  if (width == 0) {
    const std::string type =
        onnx::TensorProto_DataType_IsValid(proto.data_type())
            ? onnx::TensorProto_DataType_Name(static_cast<onnx::TensorProto_DataType>(proto.data_type()))
            : std::to_string(proto.data_type());
    throw Refusal(what + " has elements of type " + type + "; etch computes with floating-point numbers");
  }
  if (proto.has_segment()) throw Refusal(what + " comes in segments, which no exporter writes");

  Tensor tensor;
  tensor.dims.assign(proto.dims().begin(), proto.dims().end());
  const auto count = static_cast<std::size_t>(size_of(tensor.dims, what));
  switch (proto.data_type()) {
    case Proto::FLOAT:
    case Proto::DOUBLE:
    case Proto::FLOAT16:
    case Proto::BFLOAT16:
      tensor.element = Element::real;
      break;
    case Proto::BOOL:
      tensor.element = Element::boolean;
      break;
    default:
      tensor.element = Element::integer;
  }

  const bool external = proto.data_location() == Proto::EXTERNAL;
  if (!external && !proto.has_raw_data()) {
    take_fields(proto, count, tensor, what);
    return tensor;
  }
  std::string read;
  if (external) read = external_data(proto, folder, count * width, what);
  const std::string& bytes = external ? read : proto.raw_data();
  if (bytes.size() != count * width)
    throw Refusal(what + " has " + std::to_string(bytes.size()) + " bytes where its extents say " +
                  std::to_string(count * width));
  // Nothing is allocated for numbers that are not there.
  (tensor.is_real() ? tensor.reals.reserve(count) : tensor.integers.reserve(count));
  unpack_all(bytes, proto.data_type(), count, tensor);
  return tensor;
}

}  // namespace etch::generator

// A C interface to libtorch: one boxed call that reaches every operator of the dispatcher by name, and typed exports for
// what is not an operator (gradients, modes, generators, memory). No exception leaves this file: a fallible export returns
// a status, 0 for success, and keeps the text of the error for the calling thread.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

using Handle = at::Tensor*;

enum Status : int { kOk, kError, kIndexError, kOutOfMemory, kNotImplemented, kForeignError };

thread_local std::string last_error;
std::atomic<int64_t> live_handles{0};

template <class Body>
int guarded(Body&& body) noexcept {
  try {
    body();
    return kOk;
  } catch (const c10::IndexError& e) {
    last_error = e.what_without_backtrace();
    return kIndexError;
  } catch (const c10::OutOfMemoryError& e) {
    last_error = e.what_without_backtrace();
    return kOutOfMemory;
  } catch (const c10::NotImplementedError& e) {
    last_error = e.what_without_backtrace();
    return kNotImplemented;
  } catch (const c10::Error& e) {
    last_error = e.what_without_backtrace();
    return kError;
  } catch (const std::exception& e) {
    last_error = e.what();
    return kForeignError;
  } catch (...) {
    last_error = "libtorch threw something that is not a std::exception";
    return kForeignError;
  }
}

// An undefined tensor has no handle.
Handle own(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  live_handles.fetch_add(1, std::memory_order_relaxed);
  return new at::Tensor(std::move(tensor));
}

at::Tensor value_or_undefined(Handle handle) { return handle ? *handle : at::Tensor(); }

std::vector<at::Tensor> to_vector(const Handle* handles, int count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int i = 0; i < count; i++) tensors.push_back(value_or_undefined(handles[i]));
  return tensors;
}

// A device is one integer: the type in the upper half, the index (-1: current) in the lower 16 bits.
at::Device unpack_device(int64_t packed) {
  return at::Device(static_cast<at::DeviceType>(packed >> 16), static_cast<at::DeviceIndex>(static_cast<int16_t>(packed & 0xffff)));
}

int pack_device(const at::Device& device) {
  return static_cast<int>(device.type()) << 16 | static_cast<uint16_t>(device.index());
}

// The layout of Value.cs: 16 bytes, passed by pointer in both directions.
enum class Tag : int32_t { None, Tensor, Int, Double, Bool, Ints, Doubles, Tensors, OptionalTensors, String, Device, Generator, Default };

struct Value {
  Tag tag;
  int32_t count;
  union {
    int64_t integer;
    double real;
    void* pointer;
  };
};
static_assert(sizeof(Value) == 16);

struct Operator {
  c10::OperatorHandle handle;
  std::vector<c10::IValue> defaults;
  std::vector<c10::TypeKind> kinds;
  std::string name;
};

c10::TypePtr without_optional(c10::TypePtr type) {
  if (auto optional = type->cast<c10::OptionalType>()) return optional->getElementType();
  return type;
}

template <class T>
c10::List<T> to_list(const Value& value) {
  c10::List<T> list;
  list.reserve(value.count);
  for (int i = 0; i < value.count; i++) list.push_back(static_cast<const T*>(value.pointer)[i]);
  return list;
}

c10::IValue to_ivalue(const Value& value, c10::TypeKind kind, const c10::IValue& default_value) {
  switch (value.tag) {
    case Tag::None:
      return {};
    case Tag::Tensor:
      return *static_cast<Handle>(value.pointer);
    case Tag::Int:
      if (kind == c10::TypeKind::FloatType) return static_cast<double>(value.integer);
      return value.integer;
    case Tag::Double:
      return value.real;
    case Tag::Bool:
      return value.integer != 0;
    case Tag::Ints:
      return to_list<int64_t>(value);
    case Tag::Doubles:
      return to_list<double>(value);
    case Tag::Tensors:
      return to_vector(static_cast<Handle*>(value.pointer), value.count);
    case Tag::OptionalTensors: {
      // c10::optional in old releases, std::optional in new ones.
      using OptionalTensor = std::remove_cvref_t<decltype(std::declval<c10::IValue>().toOptional<at::Tensor>())>;
      c10::List<OptionalTensor> list;
      list.reserve(value.count);
      for (int i = 0; i < value.count; i++) {
        Handle handle = static_cast<Handle*>(value.pointer)[i];
        list.push_back(handle ? OptionalTensor(*handle) : OptionalTensor());
      }
      return list;
    }
    case Tag::String:
      return std::string(static_cast<const char*>(value.pointer), value.count);
    case Tag::Device:
      return unpack_device(value.integer);
    case Tag::Generator:
      return *static_cast<at::Generator*>(value.pointer);
    case Tag::Default:
      return default_value;
  }
  TORCH_CHECK(false, "no such value tag: ", static_cast<int>(value.tag));
}

// The caller frees the array of a Tensors value with torch_free_array.
Value to_value(c10::IValue ivalue) {
  Value value{Tag::None, 0, {0}};
  if (ivalue.isTensor()) {
    value.tag = Tag::Tensor;
    value.pointer = own(std::move(ivalue).toTensor());
  } else if (ivalue.isInt()) {
    value.tag = Tag::Int;
    value.integer = ivalue.toInt();
  } else if (ivalue.isDouble()) {
    value.tag = Tag::Double;
    value.real = ivalue.toDouble();
  } else if (ivalue.isBool()) {
    value.tag = Tag::Bool;
    value.integer = ivalue.toBool();
  } else if (ivalue.isTensorList()) {
    auto tensors = ivalue.toTensorVector();
    auto handles = std::make_unique<Handle[]>(tensors.size());
    for (size_t i = 0; i < tensors.size(); i++) handles[i] = own(std::move(tensors[i]));
    value.tag = Tag::Tensors;
    value.count = static_cast<int32_t>(tensors.size());
    value.pointer = handles.release();
  }
  return value;
}

}  // namespace

EXPORT const char* torch_version() { return TORCH_VERSION; }
EXPORT const char* torch_last_error() { return last_error.c_str(); }
EXPORT int64_t torch_live_handles() { return live_handles.load(std::memory_order_relaxed); }

// Operators

EXPORT int torch_operator_find(const char* name, const char* overload, Operator** result) {
  return guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(handle, "this libtorch (", TORCH_VERSION, ") has no operator ", name, *overload ? "." : "", overload);
    auto op = std::make_unique<Operator>(Operator{*handle, {}, {}, name});
    for (const auto& argument : handle->schema().arguments()) {
      op->defaults.push_back(argument.default_value() ? *argument.default_value() : c10::IValue());
      op->kinds.push_back(without_optional(argument.type())->kind());
    }
    *result = op.release();
  });
}

// Arguments that are not given take the schema's defaults, so that operators may grow arguments in later releases.
// Results beyond result_capacity are dropped: an in-place call passes 0 and makes no handle.
EXPORT int torch_operator_call(Operator* op, const Value* arguments, int count, Value* results, int result_capacity) {
  return guarded([&] {
    TORCH_CHECK(static_cast<size_t>(count) <= op->defaults.size(), op->name, " takes at most ", op->defaults.size(), " arguments, not ", count);
    // The stack's memory is kept between calls; swapping it out makes a call from within a call safe.
    static thread_local torch::jit::Stack spare;
    torch::jit::Stack stack;
    stack.swap(spare);
    stack.clear();
    for (int i = 0; i < count; i++) stack.push_back(to_ivalue(arguments[i], op->kinds[i], op->defaults[i]));
    stack.insert(stack.end(), op->defaults.begin() + count, op->defaults.end());
    op->handle.callBoxed(&stack);
    for (int i = 0; i < result_capacity; i++) results[i] = i < static_cast<int>(stack.size()) ? to_value(std::move(stack[i])) : Value{Tag::None, 0, {0}};
    stack.clear();
    stack.swap(spare);
  });
}

EXPORT void torch_free_array(Handle* handles) { delete[] handles; }

// Tensors: lifetime, metadata, memory

EXPORT void torch_tensor_free(Handle tensor) {
  live_handles.fetch_sub(1, std::memory_order_relaxed);
  delete tensor;
}

EXPORT Handle torch_tensor_alias(Handle tensor) { return own(*tensor); }
EXPORT int64_t torch_tensor_numel(Handle tensor) { return tensor->numel(); }
EXPORT int64_t torch_tensor_dim(Handle tensor) { return tensor->dim(); }
EXPORT int64_t torch_tensor_element_size(Handle tensor) { return static_cast<int64_t>(tensor->element_size()); }
EXPORT int torch_tensor_dtype(Handle tensor) { return static_cast<int>(tensor->scalar_type()); }
EXPORT int torch_tensor_device(Handle tensor) { return pack_device(tensor->device()); }
EXPORT int torch_tensor_is_sparse(Handle tensor) { return tensor->is_sparse(); }
EXPORT int torch_tensor_is_leaf(Handle tensor) { return tensor->is_leaf(); }
EXPORT int torch_tensor_requires_grad(Handle tensor) { return tensor->requires_grad(); }

EXPORT void torch_tensor_sizes(Handle tensor, int64_t* sizes) {
  std::copy(tensor->sizes().begin(), tensor->sizes().end(), sizes);
}

// A sparse tensor has no layout in memory: these are errors for it.

EXPORT int torch_tensor_is_contiguous(Handle tensor, int* result) {
  return guarded([&] { *result = tensor->is_contiguous(); });
}

EXPORT int torch_tensor_storage_offset(Handle tensor, int64_t* result) {
  return guarded([&] { *result = tensor->storage_offset(); });
}

EXPORT int torch_tensor_strides(Handle tensor, int64_t* strides) {
  return guarded([&] { std::copy(tensor->strides().begin(), tensor->strides().end(), strides); });
}

EXPORT int torch_tensor_data_ptr(Handle tensor, void** result) {
  return guarded([&] { *result = tensor->data_ptr(); });
}

// The tensor views the caller's memory; release(context) runs when libtorch no longer needs it, on any thread.
EXPORT int torch_tensor_from_blob(void* data, const int64_t* sizes, int dims, int dtype, void (*release)(void*), void* context, Handle* result) {
  return guarded([&] {
    auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
    *result = own(at::from_blob(data, at::IntArrayRef(sizes, dims), [release, context](void*) { release(context); }, options));
  });
}

EXPORT int torch_tensor_from_copy(const void* data, const int64_t* sizes, int dims, int dtype, Handle* result) {
  return guarded([&] {
    auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
    *result = own(at::from_blob(const_cast<void*>(data), at::IntArrayRef(sizes, dims), options).clone());
  });
}

// Gradients

EXPORT int torch_tensor_set_requires_grad(Handle tensor, int requires_grad) {
  return guarded([&] { tensor->requires_grad_(requires_grad != 0); });
}

EXPORT int torch_tensor_retain_grad(Handle tensor) {
  return guarded([&] { tensor->retain_grad(); });
}

// Gives `known` back where it already is a handle of the gradient, so that a stable gradient costs no new handle.
EXPORT int torch_tensor_grad(Handle tensor, Handle known, Handle* result) {
  return guarded([&] {
    const at::Tensor& grad = tensor->grad();
    *result = known && grad.is_same(*known) ? known : own(grad);
  });
}

EXPORT int torch_tensor_set_grad(Handle tensor, Handle grad) {
  return guarded([&] { tensor->mutable_grad() = value_or_undefined(grad); });
}

// retain_graph: 0 no, 1 yes, -1 as create_graph.
EXPORT int torch_backward(const Handle* tensors, int count, const Handle* grads, int grad_count, int retain_graph, int create_graph, const Handle* inputs, int input_count) {
  return guarded([&] {
    bool retain = retain_graph < 0 ? create_graph != 0 : retain_graph != 0;
    torch::autograd::backward(to_vector(tensors, count), to_vector(grads, grad_count), retain, create_graph != 0, to_vector(inputs, input_count));
  });
}

EXPORT int torch_autograd_grad(const Handle* outputs, int output_count, const Handle* inputs, int input_count, const Handle* grads, int grad_count, int retain_graph, int create_graph, int allow_unused, Handle* results) {
  return guarded([&] {
    auto gradients = torch::autograd::grad(to_vector(outputs, output_count), to_vector(inputs, input_count), to_vector(grads, grad_count), retain_graph != 0, create_graph != 0, allow_unused != 0);
    for (int i = 0; i < input_count; i++) results[i] = own(std::move(gradients[i]));
  });
}

EXPORT int torch_grad_mode() { return c10::GradMode::is_enabled(); }
EXPORT void torch_set_grad_mode(int enabled) { c10::GradMode::set_enabled(enabled != 0); }
EXPORT int torch_inference_mode() { return c10::InferenceMode::is_enabled(); }
EXPORT c10::InferenceMode* torch_inference_mode_enter(int enabled) { return new c10::InferenceMode(enabled != 0); }
EXPORT void torch_inference_mode_exit(c10::InferenceMode* mode) { delete mode; }

// Random numbers

EXPORT int torch_manual_seed(int64_t seed) {
  return guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

EXPORT int torch_default_generator(int device, at::Generator** result) {
  return guarded([&] { *result = new at::Generator(at::globalContext().defaultGenerator(unpack_device(device))); });
}

// A generator of its own, with its own state.
EXPORT int torch_generator_new(int device, uint64_t seed, at::Generator** result) {
  return guarded([&] {
    at::Generator generator = at::globalContext().defaultGenerator(unpack_device(device)).clone();
    generator.set_current_seed(seed);
    *result = new at::Generator(std::move(generator));
  });
}

EXPORT void torch_generator_free(at::Generator* generator) { delete generator; }
EXPORT uint64_t torch_generator_initial_seed(at::Generator* generator) { return generator->current_seed(); }

EXPORT int torch_generator_manual_seed(at::Generator* generator, uint64_t seed) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_current_seed(seed);
  });
}

EXPORT int torch_generator_get_state(at::Generator* generator, Handle* result) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    *result = own(generator->get_state());
  });
}

EXPORT int torch_generator_set_state(at::Generator* generator, Handle state) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_state(*state);
  });
}

// The machine

EXPORT int torch_get_num_threads() { return at::get_num_threads(); }
EXPORT int torch_get_num_interop_threads() { return static_cast<int>(at::get_num_interop_threads()); }

EXPORT int torch_set_num_threads(int count) {
  return guarded([&] { at::set_num_threads(count); });
}

EXPORT int torch_set_num_interop_threads(int count) {
  return guarded([&] { at::set_num_interop_threads(count); });
}

EXPORT int torch_cuda_device_count() {
  try {
    return static_cast<int>(torch::cuda::device_count());
  } catch (...) {
    return 0;
  }
}

EXPORT int torch_cuda_synchronize(int64_t device_index) {
  return guarded([&] { torch::cuda::synchronize(device_index); });
}

EXPORT int torch_cuda_manual_seed(uint64_t seed, int all_devices) {
  return guarded([&] { all_devices ? torch::cuda::manual_seed_all(seed) : torch::cuda::manual_seed(seed); });
}

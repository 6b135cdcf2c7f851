# SPDX-License-Identifier: MIT
# The networks that are timed (networks/) and whose sizes are listed (size/): name, header, type.
set(etch_bench_networks
  "LeNet-5              etch/zoo/lenet.hpp          etch::zoo::LeNet5"
  "Keras_MNIST          support/keras_mnist.hpp     bench::KerasMnist"
  "DS-CNN               etch/zoo/mlperf_tiny.hpp    etch::zoo::DsCnn"
  "autoencoder          etch/zoo/mlperf_tiny.hpp    etch::zoo::AnomalyAutoencoder"
  "ResNet-8             etch/zoo/mlperf_tiny.hpp    etch::zoo::ResNet8"
  "MobileNetV1-0.25-96  etch/zoo/mlperf_tiny.hpp    etch::zoo::VisualWakeWords"
  "ResNet-20            etch/zoo/resnet_cifar.hpp   etch::zoo::ResNet20"
  "U-Net-8-64           support/small_unet.hpp      bench::SmallUNet"
  "MobileNetV1          etch/zoo/mobilenet.hpp      etch::zoo::MobileNetV1"
  "MobileNetV2          etch/zoo/mobilenet.hpp      etch::zoo::MobileNetV2"
  "SqueezeNet           etch/zoo/squeezenet.hpp     etch::zoo::SqueezeNet"
  "AlexNet              etch/zoo/alexnet.hpp        etch::zoo::AlexNet"
  "ResNet-18            etch/zoo/resnet18.hpp       etch::zoo::ResNet18"
  "ResNet-50            etch/zoo/resnet50.hpp       etch::zoo::ResNet50"
  "VGG-16               etch/zoo/vgg.hpp            etch::zoo::Vgg16"
)

# Configures `template`, with @name@, @header@ and @type@, for each network; the files' paths go to `result`.
function(etch_bench_sources template result)
  cmake_path(GET template STEM stem)
  set(files "")
  foreach(network IN LISTS etch_bench_networks)
    string(REGEX REPLACE " +" ";" words "${network}")
    list(GET words 0 name)
    list(GET words 1 header)
    list(GET words 2 type)
    string(REPLACE "_" " " name "${name}")
    string(MAKE_C_IDENTIFIER "${type}" id)
    # By the type's own name: etch__zoo__LeNet5 -> LeNet5.
    string(REGEX REPLACE ".*__" "" id "${id}")
    set(file "${CMAKE_CURRENT_BINARY_DIR}/${stem}/${id}.cpp")
    configure_file("${template}" "${file}" @ONLY)
    list(APPEND files "${file}")
  endforeach()
  set(${result} "${files}" PARENT_SCOPE)
endfunction()

# SPDX-License-Identifier: MIT
"""What other libraries, most of which no Debian package has, took where they were measured by hand, once: not by anything here.

On one thread of a core with AVX-512, float; of each network the fastest of ONNX Runtime 1.21, oneDNN 3.7, ncnn, XNNPACK,
RTNeural with Eigen, NN-512, onnx2c and PyTorch 2.6.
"""

# Of an inference, µs.
INFERENCE = {
    "LeNet-5": (23.5, "oneDNN 3.7"),
    "Keras MNIST": (33, "ncnn"),
    "DS-CNN": (45, "XNNPACK"),
    "autoencoder": (7.7, "RTNeural"),
    "ResNet-8": (195, "oneDNN 3.7"),
    "MobileNetV1-0.25-96": (163, "ONNX Runtime"),
    "ResNet-20": (551, "ncnn"),
    "U-Net-8-64": (1090, "ONNX Runtime"),
    "MobileNetV1": (8550, "ONNX Runtime"),
    "MobileNetV2": (6600, "ONNX Runtime"),
    "SqueezeNet": (5400, "ONNX Runtime"),
    "AlexNet": (26700, "ONNX Runtime"),
    "ResNet-18": (25500, "ONNX Runtime"),
    "ResNet-50": (57600, "ONNX Runtime"),
    "VGG-16": (160000, "NN-512"),
}

# Of training, images a second.
TRAINING = {
    "Keras MNIST batch 64": (2200, "PyTorch 2.6"),
    "LeNet-5 batch 64": (9000, "PyTorch 2.6"),
    "LeNet-5 batch 1": (6000, "tiny-dnn"),
    "ResNet-20 batch 64": (280, "PyTorch 2.6"),
}

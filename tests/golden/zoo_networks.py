# SPDX-License-Identifier: MIT
"""The networks of the zoo, from the papers and from torchvision's and Keras's structure, on a zoo.Net."""
import torch
import torch.nn.functional as F


def mean(x):
    return x.mean((2, 3))


def basic_block(net, x, filters, stride=1, shortcut=None):
    y = F.relu(net.norm(net.conv(x, filters, 3, stride, 1, bias=False)))
    y = net.norm(net.conv(y, filters, 3, 1, 1, bias=False))
    if shortcut:
        x = shortcut(x)
    elif stride != 1 or x.shape[1] != filters:
        x = net.norm(net.conv(x, filters, 1, stride, bias=False))
    return F.relu(y + x)


def resnet18(net, x):
    x = F.relu(net.norm(net.conv(x, 64, 7, 2, 3, bias=False)))
    x = F.max_pool2d(x, 3, 2, 1)
    for filters, stride in (64, 1), (128, 2), (256, 2), (512, 2):
        x = basic_block(net, x, filters, stride)
        x = basic_block(net, x, filters)
    return net.dense(mean(x), 1000)


def resnet20(net, x, shortcut=None):
    x = F.relu(net.norm(net.conv(x, 16, 3, 1, 1, bias=False)))
    for filters, stride in (16, 1), (32, 2), (64, 2):
        x = basic_block(net, x, filters, stride, shortcut if stride != 1 else None)
        x = basic_block(net, x, filters)
        x = basic_block(net, x, filters)
    return net.dense(mean(x), 10)


def resnet20a(net, x):
    return resnet20(net, x, lambda x: F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, x.shape[1])))


def keras_norm(net, x):
    return net.norm(x, 1e-3)


def resnet8(net, x):
    x = F.relu(keras_norm(net, net.conv(x, 16, 3, 1, "same")))
    for filters, stride in (16, 1), (32, 2), (64, 2):
        y = F.relu(keras_norm(net, net.conv(x, filters, 3, stride, "same")))
        y = keras_norm(net, net.conv(y, filters, 3, 1, "same"))
        if stride != 1:
            x = net.conv(x, filters, 1, stride, "same")
        x = F.relu(x + y)
    x = F.avg_pool2d(x, 8)
    return F.softmax(net.dense(x.flatten(1), 10), 1)


def ds_cnn(net, x):
    x = F.relu(keras_norm(net, net.conv(x, 64, (10, 4), 2, "same")))
    for _ in range(4):
        x = F.relu(keras_norm(net, net.depthwise(x, 3, 1, "same")))
        x = F.relu(keras_norm(net, net.conv(x, 64, 1, 1, "same")))
    x = F.avg_pool2d(x, (25, 5))
    return F.softmax(net.dense(x.flatten(1), 12), 1)


def mobilenet_v1(net, x):
    x = F.relu6(keras_norm(net, net.conv(x, 32, 3, 2, "same", bias=False)))
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    for filters, stride in blocks:
        x = F.relu6(keras_norm(net, net.depthwise(x, 3, stride, "same", bias=False)))
        x = F.relu6(keras_norm(net, net.conv(x, filters, 1, bias=False)))
    return net.dense(mean(x), 1000)


def mobilenet_v2(net, x):
    x = F.relu6(net.norm(net.conv(x, 32, 3, 2, 1, bias=False)))
    table = (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)
    for expansion, filters, count, first_stride in table:
        for n in range(count):
            stride = first_stride if n == 0 else 1
            y, channels = x, x.shape[1]
            if expansion != 1:
                y = F.relu6(net.norm(net.conv(y, expansion * channels, 1, bias=False)))
            y = F.relu6(net.norm(net.depthwise(y, 3, stride, 1, bias=False)))
            y = net.norm(net.conv(y, filters, 1, bias=False))
            x = x + y if stride == 1 and channels == filters else y
    x = F.relu6(net.norm(net.conv(x, 1280, 1, bias=False)))
    return net.dense(mean(x), 1000)


def unet(net, x, padding=0):
    def two_convs(x, filters):
        x = F.relu(net.conv(x, filters, 3, padding=padding))
        return F.relu(net.conv(x, filters, 3, padding=padding))

    skips = []
    for filters in 64, 128, 256, 512:
        x = two_convs(x, filters)
        skips.append(x)
        x = F.max_pool2d(x, 2)
    x = two_convs(x, 1024)
    for filters in 512, 256, 128, 64:
        x = net.up(x, filters)
        skip = skips.pop()
        top, left = [(s - n) // 2 for s, n in zip(skip.shape[2:], x.shape[2:])]
        skip = skip[:, :, top : top + x.shape[2], left : left + x.shape[3]]
        x = two_convs(torch.cat([skip, x], 1), filters)
    return net.conv(x, 2, 1)


def unet_padded(net, x):
    return unet(net, x, 1)


def shufflenet_v2(net, x):
    def pointwise(x, filters):
        return F.relu(net.norm(net.conv(x, filters, 1, bias=False)))

    def depthwise(x, stride):
        return net.norm(net.depthwise(x, 3, stride, 1, bias=False))

    def branch(x, filters, stride):
        return pointwise(depthwise(pointwise(x, filters), stride), filters)

    x = F.relu(net.norm(net.conv(x, 24, 3, 2, 1, bias=False)))
    x = F.max_pool2d(x, 3, 2, 1)
    for filters, units in (116, 4), (232, 8), (464, 4):
        half = filters // 2
        for n in range(units):
            if n == 0:
                left = pointwise(depthwise(x, 2), half)
                right = branch(x, half, 2)
            else:
                left, right = x.chunk(2, 1)
                right = branch(right, half, 1)
            # The shuffle: channels of both sides by turns.
            x = torch.stack([left, right], 2).flatten(1, 2)
    return net.dense(mean(pointwise(x, 1024)), 1000)


def squeezenet(net, x):
    def fire(x, squeezed, expanded):
        x = F.relu(net.conv(x, squeezed, 1))
        ones = F.relu(net.conv(x, expanded, 1))
        return torch.cat([ones, F.relu(net.conv(x, expanded, 3, 1, 1))], 1)

    def pool(x):
        return F.max_pool2d(x, 3, 2, ceil_mode=True)

    x = pool(F.relu(net.conv(x, 64, 3, 2)))
    x = pool(fire(fire(x, 16, 64), 16, 64))
    x = pool(fire(fire(x, 32, 128), 32, 128))
    x = fire(fire(x, 48, 192), 48, 192)
    x = fire(fire(x, 64, 256), 64, 256)
    return mean(F.relu(net.conv(x, 1000, 1)))


def densenet121(net, x):
    def normed(x):
        return F.relu(net.norm(x))

    x = normed(net.conv(x, 64, 7, 2, 3, bias=False))
    x = F.max_pool2d(x, 3, 2, 1)
    for number, layers in enumerate((6, 12, 24, 16)):
        if number > 0:
            x = F.avg_pool2d(net.conv(normed(x), x.shape[1] // 2, 1, bias=False), 2)
        features = [x]
        for _ in range(layers):
            x = net.conv(normed(torch.cat(features, 1)), 128, 1, bias=False)
            features.append(net.conv(normed(x), 32, 3, 1, 1, bias=False))
        x = torch.cat(features, 1)
    return net.dense(mean(normed(x)), 1000)


def googlenet(net, x):
    def conv(x, filters, kernel=1, stride=1):
        return F.relu(net.norm(net.conv(x, filters, kernel, stride, kernel // 2, bias=False), 1e-3))

    def pool(x, size=3):
        return F.max_pool2d(x, size, 2, ceil_mode=True)

    def inception(x, ones, reduce_threes, threes, reduce_fives, fives, pooled):
        return torch.cat(
            [
                conv(x, ones),
                conv(conv(x, reduce_threes), threes, 3),
                conv(conv(x, reduce_fives), fives, 3),
                conv(F.max_pool2d(x, 3, 1, 1, ceil_mode=True), pooled),
            ],
            1,
        )

    x = pool(conv(x, 64, 7, 2))
    x = pool(conv(conv(x, 64), 192, 3))
    x = inception(x, 64, 96, 128, 16, 32, 32)
    x = pool(inception(x, 128, 128, 192, 32, 96, 64))
    x = inception(x, 192, 96, 208, 16, 48, 64)
    x = inception(x, 160, 112, 224, 24, 64, 64)
    x = inception(x, 128, 128, 256, 24, 64, 64)
    x = inception(x, 112, 144, 288, 32, 64, 64)
    x = pool(inception(x, 256, 160, 320, 32, 128, 128), 2)
    x = inception(x, 256, 160, 320, 32, 128, 128)
    x = inception(x, 384, 192, 384, 48, 128, 128)
    return net.dense(mean(x), 1000)


# Name, network, gain, input (height, width, channels). A gain of 2 keeps the size of activations through ReLU; where
# sums grow, or statistics do not fit, less does. Inputs are as small as the network allows, but for those that are to
# be tested at their own size; as wide as high only if they must be; SqueezeNet's and GoogLeNet's make pooling round up.
NETWORKS = [
    ("ResNet18", resnet18, 1.0, (224, 224, 3)),
    ("ResNet20", resnet20, 1.0, (32, 32, 3)),
    ("ResNet20A", resnet20a, 1.0, (32, 32, 3)),
    ("ResNet8", resnet8, 2.0, (32, 32, 3)),
    ("DsCnn", ds_cnn, 2.0, (49, 10, 1)),
    ("MobileNetV1", mobilenet_v1, 2.0, (64, 80, 3)),
    ("MobileNetV2", mobilenet_v2, 1.0, (224, 224, 3)),
    ("UNet", unet, 2.0, (188, 188, 1)),
    ("UNetPadded", unet_padded, 2.0, (32, 48, 1)),
    ("ShuffleNetV2", shufflenet_v2, 1.5, (64, 96, 3)),
    ("SqueezeNet", squeezenet, 2.0, (66, 74, 3)),
    ("DenseNet121", densenet121, 1.5, (64, 96, 3)),
    ("GoogLeNet", googlenet, 1.5, (64, 80, 3)),
]

/* SPDX-License-Identifier: MIT */
/* Of Arduino's names those that a sketch for sensors uses, and macros that its cores have. */
#ifndef ETCH_TESTS_ARDUINO_H
#define ETCH_TESTS_ARDUINO_H

#define HIGH 0x1
#define LOW 0x0
#define INPUT 0x0
#define OUTPUT 0x1
#define PI 3.1415926535897932384626433832795
#define CHANGE 1
#define DEFAULT 1
#define INTERNAL 3
#define EXTERNAL 0
#define B0 0
#define B1 1
#define constrain(x, low, high) ((x) < (low) ? (low) : (x) > (high) ? (high) : (x))
#define radians(degrees) ((degrees)*0.017453292519943295769236907684886)
#define sq(x) ((x) * (x))
#define bit(b) (1UL << (b))
#define F(text) (text)

enum { A0 = 14, A1, A2 };

extern "C" int analogRead(int pin);
extern "C" void delay(unsigned long milliseconds);

struct Printer {
  void begin(unsigned long baud);
  void println(int number);
};
extern Printer Serial;

#endif

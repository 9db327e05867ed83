"""The demo: a course, an LMS and a receiver on one machine, and what arrives, line by line.

stage        builds the course for a receiver of its own, and opens both
reception    the receiver, in a thread
arrivals     statements as they are stored
line         a statement as one line to read
performance  plays a course in a headless browser
audience     what ought to have arrived, and hasn't
"""

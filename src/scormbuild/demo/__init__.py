"""The demo: a course, an LMS and a receiver on one machine, and what arrives, line by line.

stage        builds the course for a receiver of its own, and opens both
reception    the receiver, in a thread
arrivals     statements as they are stored
line         a statement as one line to read
performance  plays a course in a headless browser
audience     what ought to have arrived, and hasn't

And the desk beside it, with a crowd in its figures:

entrance     a crowd let in once, and a login
guests       who they are, and what is told of them
crowd        what each of them does in a course, deed by deed
replies      what they are like, and what they answer
plan         a course as they meet it
moments      when people learn
phrases      what they write
telling      deeds as statements, and their roads
"""

"""The demo: a course, an LMS and an LRS on one machine, and what comes in, line by line.

environment   builds the course for an LRS of its own, and opens both
server        the LRS, in a thread
incoming      statements as they are stored
format        a statement as one line to read
playback      plays a course in a headless browser
verification  what ought to have come in, and hasn't

And the dashboard beside it, with simulated learners in its figures:

dashboard     the learners stored once, and a login
seed          who they are, and what is stored of them
learners      what each of them does in a course, action by action
replies       what they are like, and what they answer
plan          a course as they meet it
schedule      when people learn
phrases       what they write
statements    actions as statements, and their sources
"""

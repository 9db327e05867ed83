"""Statements: what they must be, how they are stored, compared and given out (xAPI 1.0.3 Data 2.0)."""

from scormbuild.lrs.xapi.rules.statement import validate as validate

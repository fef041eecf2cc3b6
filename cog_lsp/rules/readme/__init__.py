"""Model card: does the README tell people what they need?"""

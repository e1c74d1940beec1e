"""stub"""
def available() -> bool:
    return False

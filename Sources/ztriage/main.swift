print("ztriage")
